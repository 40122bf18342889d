//! A PNG of an SVG, with the fonts of the pages and no other: what a machine has installed changes
//! nothing.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::fontdb::{Database, ID, Source};
use resvg::usvg::{FontResolver, Options, Tree};
use std::sync::{Arc, LazyLock};

/// From this weight on a text is written in the bolder of the two weights.
const BOLD: u16 = 550;

/// Be Vietnam Pro in two weights.
struct Fonts {
    database: Arc<Database>,
    regular: ID,
    bold: ID,
}

macro_rules! font {
    ($name:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/picture/", $name)).as_slice()
    };
}

static FONTS: LazyLock<Fonts> = LazyLock::new(|| {
    let mut database = Database::new();
    let mut load = |file: &'static [u8]| database.load_font_source(Source::Binary(Arc::new(file)))[0];
    let (regular, bold) = (load(font!("400Regular.ttf")), load(font!("600SemiBold.ttf")));
    Fonts { database: Arc::new(database), regular, bold }
});

/// The SVG in the size that it gives itself; none where it is not one.
pub fn png(svg: &str) -> Option<Vec<u8>> {
    let options = Options {
        fontdb: FONTS.database.clone(),
        font_resolver: FontResolver {
            select_font: Box::new(|font, _| Some(if font.weight() < BOLD { FONTS.regular } else { FONTS.bold })),
            select_fallback: Box::new(|_, _, _| None),
        },
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).ok()?;
    let size = tree.size().to_int_size();
    let mut pixels = Pixmap::new(size.width(), size.height())?;
    resvg::render(&tree, Transform::identity(), &mut pixels.as_mut());
    pixels.encode_png().ok()
}
