pub mod domain; pub mod atlas;
