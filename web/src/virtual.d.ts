// Addresses that the build makes up (vite.config.ts).

declare module "virtual:map-worker" {
  const url: string;
  export default url;
}

declare module "virtual:land" {
  const url: string;
  export default url;
}

declare module "virtual:palette.css";
