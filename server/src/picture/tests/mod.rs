//! The picture as text and as pixels, and that it cannot drift from the pages.

mod pages;

use super::*;
use crate::domain::board::{Rating, Standing};
use crate::domain::day::Day;
use crate::domain::level::{Ends, Level, Marks};
use crate::domain::made::Made;
use crate::domain::unit::Register;
use resvg::usvg::roxmltree::{Document, Node};

fn noon() -> Timestamp {
    "2021-09-05T12:00:00+07:00".parse().unwrap()
}

/// A board on which everything is to be seen: all levels, no level, and every mark.
fn motley(atlas: &Atlas) -> Board {
    let mut board = Board::empty(Day::parse("2021-09-05").unwrap(), atlas.register.units().len());
    for (at, standing) in board.standings.iter_mut().enumerate() {
        let level = Level::from_number(u8::try_from(at % 5).unwrap());
        standing.rating = level.map(|level| Rating { level, ends: Ends::both(level) });
        standing.marks = Marks::default()
            .with(Marks::UNDETERMINED, at % 7 == 0)
            .with(Marks::HELD, at % 11 == 0)
            .with(Marks::LATE, at % 6 == 0)
            .with(Marks::OVERRIDE, at % 13 == 0);
    }
    board
}

fn sheet(board: &Board) -> Sheet<'_> {
    Sheet {
        board,
        reports: None,
        as_of: noon(),
        seq: 7,
        live: true,
        tier: Tier::Commune,
        lang: Lang::Vi,
        theme: "light",
        width: 1200,
        rules: "Quyết định số 2686/QĐ-BCĐQG",
        rules_ended: None,
        note: None,
    }
}

fn units<'a>(document: &'a Document, tier: Tier) -> Vec<Node<'a, 'a>> {
    let group = document.descendants().find(|node| node.attribute("data-units") == Some(tier.code())).unwrap();
    group.descendants().filter(|node| node.has_tag_name("path") && node.has_attribute("data-unit")).collect()
}

#[test]
fn what_must_be_said_of_a_demonstration_fits_in_the_foot() {
    let picture = Picture::of(Arc::new(Atlas::shipped()));
    let board = motley(&picture.atlas);
    let (note, rules) = (crate::demo::note(), "Quyết định số 2686/QĐ-BCĐQG ngày 31/5/2021");
    let svg = picture.svg(&Sheet { note: Some(&note.vi), rules, ..sheet(&board) });
    let document = Document::parse(&svg).unwrap();
    let bottom = |node: Node| node.attribute("y").and_then(|y| y.parse::<f64>().ok());
    let lowest = document.descendants().filter(|node| node.has_tag_name("text")).filter_map(bottom).fold(0.0, f64::max);
    assert!(lowest > HEIGHT - FOOT && lowest < HEIGHT - 6.0, "{lowest}");
}

#[test]
fn every_unit_of_a_tier_is_a_path_with_its_level_and_its_words() {
    let picture = Picture::of(Arc::new(Atlas::shipped()));
    let board = motley(&picture.atlas);
    for tier in Tier::ALL {
        for lang in [Lang::Vi, Lang::En] {
            let svg = picture.svg(&Sheet { tier, lang, ..sheet(&board) });
            assert!(svg.len() < 200_000, "{} bytes", svg.len());
            let document = Document::parse(&svg).unwrap();
            let shown = units(&document, tier);
            let register = &picture.atlas.register;
            assert_eq!(shown.len(), register.of_tier(tier).count());
            for (path, at) in shown.iter().zip(register.of_tier(tier)) {
                let (unit, standing) = (&register.units()[at], &board.standings[at]);
                let level = standing.level().map_or(0, Level::number).to_string();
                assert_eq!(path.attribute("data-unit"), Some(unit.code.as_str()));
                assert_eq!(path.attribute("data-level"), Some(level.as_str()));
                assert!(path.attribute("d").unwrap().starts_with('M'));
                let title = path.first_element_child().unwrap().text().unwrap();
                assert!(title.starts_with(&format!("{}: ", unit.name)), "{title}");
                assert_eq!(path.parent().unwrap().attribute("fill"), Some(&*PALETTE.paint(standing.level()).fill));
            }
            // What the policy of the pages forbids is not in it, and nothing comes from elsewhere.
            let foreign = document.descendants().flat_map(|node| node.attributes()).filter(|one| {
                let name = one.name();
                name == "style" || name.starts_with("on") || (name == "href" && !one.value().starts_with('#'))
            });
            assert_eq!(foreign.count(), 0);
            assert!(!document.descendants().any(|node| node.has_tag_name("style") || node.has_tag_name("script")));
        }
    }
}

#[test]
fn words_on_a_hatch_stand_on_plain_colour() {
    let picture = Picture::of(Arc::new(Atlas::shipped()));
    let board = motley(&picture.atlas);
    let svg = picture.svg(&sheet(&board));
    let document = Document::parse(&svg).unwrap();
    let number = |node: Node, name: &str| node.attribute(name).and_then(|text| text.parse::<f64>().ok()).unwrap_or(0.0);
    let plates: Vec<_> = document.descendants().filter(|node| node.attribute("rx") == Some("3")).collect();
    let mut hatched = 0;
    for at in picture.atlas.register.of_tier(Tier::Commune).filter(|&at| picture.shapes[at].label.number) {
        let (standing, middle) = (board.standings[at], picture.shapes[at].label.at);
        let under = plates.iter().any(|plate| {
            let (x, y) = (middle.x - number(*plate, "x"), middle.y - number(*plate, "y"));
            x > 0.0 && y > 0.0 && x < number(*plate, "width") && y < number(*plate, "height")
        });
        let is_hatched = standing.level().is_none() || standing.marks.has(Marks::LATE);
        assert_eq!(under, is_hatched, "{}", picture.atlas.register.units()[at].name);
        hatched += usize::from(is_hatched);
    }
    assert!(hatched > 5, "{hatched}");
}

#[test]
fn reports_are_drawn_instead_of_levels_in_the_colours_of_the_theme() {
    let picture = Picture::of(Arc::new(Atlas::shipped()));
    let board = motley(&picture.atlas);
    let of = |at: usize| Reporting { made: Made::ALL[at % 5], days_late: Some(3) };
    let reports: Vec<_> = (0..picture.atlas.register.units().len()).map(of).collect();
    for theme in themes() {
        let svg = picture.svg(&Sheet { reports: Some(&reports), theme, ..sheet(&board) });
        let document = Document::parse(&svg).unwrap();
        let shown = units(&document, Tier::Commune);
        assert_eq!(shown.len(), 65);
        for (path, at) in shown.iter().zip(picture.atlas.register.of_tier(Tier::Commune)) {
            let made = reports[at].made;
            assert_eq!((path.attribute("data-reports"), path.attribute("data-level")), (Some(made.code()), None));
            let fill = &PALETTE.theme(theme).unwrap().made(made).fill;
            assert_eq!(path.parent().unwrap().attribute("fill"), Some(&**fill));
        }
        let patterns: Vec<_> = document.descendants().filter(|node| node.has_tag_name("pattern")).collect();
        for made in Made::ALL {
            let id = palette::made_id(made);
            assert!(patterns.iter().any(|one| one.attribute("id") == Some(&*id)), "{id}");
            assert!(svg.contains(&format!("url(#{id})")), "{id}");
        }
        for said in ["Báo cáo hằng ngày của các xã", "báo cáo: chậm, đến chậm 3 ngày", "đang thiếu: 13", ">+3<", ">×<"]
        {
            assert!(svg.contains(said), "{said}");
        }
        assert!(png(&svg).is_some());
    }
}

#[test]
fn what_a_reader_hears_of_a_unit() {
    let atlas = Atlas::shipped();
    let at = atlas.register.units().iter().position(|unit| unit.name == "Xã Phước Bình").unwrap();
    let unit = &atlas.register.units()[at];
    let standing =
        |level, marks| Standing { rating: Some(Rating { level, ends: Ends::both(level) }), own: None, marks };
    let plain = standing(Level::Risk, Marks::default());
    assert_eq!(words::unit_said(unit, plain, Lang::Vi), "Xã Phước Bình: mức 2, Nguy cơ");
    assert_eq!(words::unit_said(unit, plain, Lang::En), "Xã Phước Bình: level 2, Risk");
    assert_eq!(words::unit_said(unit, Standing::default(), Lang::Vi), "Xã Phước Bình: chưa có mức");
    let held = standing(Level::VeryHigh, Marks::HELD.and(Marks::LATE));
    let said = "Xã Phước Bình: mức 4, Nguy cơ rất cao; giữ mức; báo cáo chậm";
    assert_eq!((words::unit_said(unit, held, Lang::Vi).as_str(), words::level_sign(held).as_str()), (said, "4*"));
}

#[test]
fn the_list_of_level_4_says_which_the_reports_leave_open() {
    let picture = Picture::of(Arc::new(Atlas::shipped()));
    let mut board = Board::empty(Day::parse("2021-09-05").unwrap(), picture.atlas.register.units().len());
    let (level, reds) = (Level::VeryHigh, ["Xã Phước Bình", "Xã Thanh Hải"]);
    for (at, unit) in picture.atlas.register.units().iter().enumerate().filter(|(_, unit)| reds.contains(&&*unit.name))
    {
        board.standings[at].rating = Some(Rating { level, ends: Ends::both(level) });
        board.standings[at].marks = Marks::default().with(Marks::UNDETERMINED, unit.name == reds[1]);
    }
    let said = [
        ">Ở mức 4 (2, có 1 chưa xác định)<",
        ">Phước\u{a0}Bình, Thanh\u{a0}Hải?<",
        ">? chưa xác định: có thể ở mức thấp hơn<",
    ];
    let svg = picture.svg(&sheet(&board));
    assert_eq!(said.map(|said| svg.contains(said)), [true; 3]);
    for standing in &mut board.standings {
        standing.marks = Marks::default();
    }
    let svg = picture.svg(&sheet(&board));
    assert!(svg.contains(">Ở mức 4<") && svg.contains(">Phước\u{a0}Bình, Thanh\u{a0}Hải<") && !svg.contains(said[2]));
}

#[test]
fn hostile_names_are_texts_like_any_other() {
    let mut atlas = Atlas::shipped();
    let hostile = "Xã </title><script>alert('x')</script> \"&amp; \u{1b}]\u{0}\n<x";
    let mut units_of = atlas.register.units().to_vec();
    for unit in &mut units_of {
        hostile.clone_into(&mut unit.name);
    }
    atlas.register = Register::new(units_of, &[]).unwrap();
    for place in &mut atlas.around {
        hostile.clone_into(&mut place.name);
    }
    let picture = Picture::of(Arc::new(atlas));
    let board = motley(&picture.atlas);
    for tier in Tier::ALL {
        let svg = picture.svg(&Sheet { tier, note: Some(hostile), rules: hostile, ..sheet(&board) });
        let document = Document::parse(&svg).unwrap();
        assert!(!document.descendants().any(|node| node.has_tag_name("script") || node.has_tag_name("x")));
        let title = units(&document, tier)[0].first_element_child().unwrap().text().unwrap();
        assert!(title.starts_with("Xã </title><script>alert('x')</script> \"&amp; ] <x: "), "{title:?}");
        assert!(png(&svg).is_some());
    }
}

#[test]
fn the_smallest_of_lengths_is_a_tenth_and_no_zero_is_negative() {
    let written = [0.04, -0.04, 1.0, 12.345, -3.26].map(|length| Px(length).to_string());
    assert_eq!(written, ["0", "0", "1", "12.3", "-3.3"]);
    assert_eq!(pen::paint("fill", "#16211EB3"), "fill=\"#16211E\" fill-opacity=\"0.7\"");
    assert_eq!(pen::lines("một hai ba bốn", 7), ["một hai", "ba bốn"]);
}

#[test]
fn a_letter_of_vietnamese_is_drawn_and_not_left_out() {
    let drawn = |words: &str, weight: u16| {
        let svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"40\"><text x=\"8\" y=\"30\" \
             font-size=\"24\" font-weight=\"{weight}\">{words}</text></svg>"
        );
        let pixels = resvg::tiny_skia::Pixmap::decode_png(&png(&svg).unwrap()).unwrap();
        pixels.pixels().iter().map(|pixel| u32::from(pixel.alpha())).sum::<u32>()
    };
    for weight in [400, 600] {
        for (letter, base) in "ậếộựỡỳđĐươăặễỗ".chars().zip("aeouoydDuoaaeo".chars()) {
            let (whole, bare) = (drawn(&letter.to_string(), weight), drawn(&base.to_string(), weight));
            assert!(whole > bare + 1000, "{letter} in {weight}: {whole}, {base}: {bare}");
        }
    }
}

#[test]
fn what_lies_inland_of_the_province_is_land_to_its_border() {
    let mut atlases = vec![Atlas::shipped()];
    let boundaries = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/geodata/ninh-thuan");
    if boundaries.join("communes.geojson").exists() {
        atlases.push(Atlas::load(&boundaries).unwrap());
    } else {
        eprintln!("{} is not there: the true boundaries are left out", boundaries.display());
    }
    for atlas in atlases {
        let picture = Picture::of(Arc::new(atlas));
        let board = motley(&picture.atlas);
        let pixels = resvg::tiny_skia::Pixmap::decode_png(&png(&picture.svg(&sheet(&board))).unwrap()).unwrap();
        let water = |x, y| {
            let pixel = pixels.pixel(x, y).unwrap();
            // Water is the only light thing there that is more blue than green and red.
            pixel.blue() > pixel.green() && i16::from(pixel.blue()) > i16::from(pixel.red()) + 12 && pixel.red() > 150
        };
        let inland = (300..990).flat_map(|x| (0..280).map(move |y| (x, y)));
        assert_eq!(inland.filter(|&(x, y)| water(x, y)).count(), 0);
        assert!(water(1195, 800), "the sea is in the east");
    }
}

#[test]
fn lines_of_the_inset_run_where_its_communes_end() {
    let picture = Picture::of(Arc::new(Atlas::shipped()));
    let (inset, near) = picture.inset.as_ref().unwrap();
    let (matrix, _) = inset.view.from(&picture.view);
    let numbers = matrix.trim_start_matches("matrix(").trim_end_matches(')').split(' ');
    let numbers: Vec<f64> = numbers.map(|one| one.parse().unwrap()).collect();
    let [a, _, _, d, x, y] = numbers[..] else { panic!("{matrix}") };
    for (at, shape) in near {
        let (small, large) = (picture.shapes[*at].label.at, shape.label.at);
        let apart = (small.x * a + x - large.x).hypot(small.y * d + y - large.y);
        assert!(apart < 0.1, "{apart} pixels apart");
    }
}
