//! Test: a command line that an operation or a query gives of itself, taken apart by a shell and read as arguments, asks for the same.

use std::path::PathBuf;
use std::process::Command;

use clap::Parser as _;

use super::arguments::{Arguments, Verb};
use super::models_arguments::{ModelsArguments, ModelsVerb};
use super::verbs;
use crate::operations::jobs::{CommandPlace, OperationRequest};
use crate::operations::location::{
    AskedPlace, AskedPoints, GeoidRequest, ImagePlace, LocateRequest, ModelRequest, Precession, SurfaceRequest,
};
use crate::operations::parameter_sets::InitSetRequest;
use crate::operations::viewing::{Effort, GroundChoice, InspectRequest, Question, ViewRequest};
use crate::operations::{
    DemoRequest, FindRequest, IngestRequest, OpenRequest, VerifyRequest, first_instant, last_instant,
};

/// The words of a line, as the system's shell sees them.
fn words(line: &str) -> Vec<String> {
    let output = Command::new("sh").arg("-c").arg(format!("printf '%s\\0' {line}")).output().unwrap();
    assert!(output.status.success(), "{line}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.split_terminator('\0').map(str::to_owned).collect()
}

fn place() -> CommandPlace {
    CommandPlace { workspace: "/work space/a".into(), catalog: Some("postgresql://viq@host:5432/it's".to_owned()) }
}

fn arguments(line: &str) -> Arguments {
    let arguments = Arguments::try_parse_from(words(line)).unwrap_or_else(|error| panic!("{line}\n{error}"));
    assert_eq!(arguments.common.workspace, Some(place().workspace));
    assert_eq!(arguments.common.catalog, place().catalog);
    arguments
}

#[test]
fn the_command_line_of_a_job_asks_for_the_same() {
    let odd = ["/a b/it's.HDR", "/$HOME/`x`/\"q\"", "/new\nline\\n", "/-dash/*?[x]~", "/VENµS"].map(PathBuf::from);
    let one = PathBuf::from("/p/product.HDR");
    let requests = [
        OperationRequest::Ingest(IngestRequest { paths: odd.to_vec(), image: None }),
        OperationRequest::Ingest(IngestRequest { paths: vec![one.clone()], image: Some("/crop 1.tif".into()) }),
        OperationRequest::Verify(VerifyRequest { paths: odd.to_vec(), image: None, report: None }),
        OperationRequest::Verify(VerifyRequest {
            paths: vec![one],
            image: Some("/c.tif".into()),
            report: Some("/the report".into()),
        }),
        OperationRequest::Demo(DemoRequest { folder: "/d e".into(), seed: u64::MAX, side: Some(256) }),
        OperationRequest::Demo(DemoRequest { folder: "/d".into(), seed: 1, side: None }),
    ];
    for request in requests {
        let line = request.as_command(&place());
        let read = match arguments(&line).verb.unwrap() {
            Verb::Ingest(arguments) => OperationRequest::Ingest(arguments.into()),
            Verb::Verify(arguments) => OperationRequest::Verify(arguments.into()),
            Verb::Demo(arguments) => OperationRequest::Demo(arguments.into()),
            other => panic!("{line}: {other:?}"),
        };
        assert_eq!(read, request, "{line}");
    }
}

#[test]
fn the_command_line_of_a_nominal_set_makes_the_same() {
    let usual = InitSetRequest {
        instrument: "venus".to_owned(),
        out: "/a set/it's".into(),
        seed: u64::MAX,
        line_time_us: None,
        replace: false,
    };
    let other = InitSetRequest { line_time_us: Some(788.25), replace: true, ..usual.clone() };
    for request in [usual, other] {
        let line = request.as_command(&place());
        let Some(Verb::Models(ModelsArguments { verb: ModelsVerb::Init(read) })) = arguments(&line).verb else {
            panic!("{line}")
        };
        assert_eq!(InitSetRequest::from(read), request, "{line}");
    }
}

#[test]
fn the_command_line_of_the_window_opens_the_same() {
    let requests = [
        OpenRequest { paths: ["/a b/it's.HDR", "/-dash/c.tif"].map(PathBuf::from).to_vec(), image: None },
        OpenRequest { paths: vec!["/p/product.HDR".into()], image: Some("/crop 1.tif".into()) },
    ];
    for request in requests {
        let line = request.as_command(&place().workspace);
        let read = Arguments::try_parse_from(words(&line)).unwrap();
        assert_eq!(read.common.workspace, Some(place().workspace));
        let Some(Verb::Open(read)) = read.verb else { panic!("{line}") };
        assert_eq!(OpenRequest::from(read), request, "{line}");
    }
}

#[test]
fn the_command_line_of_a_search_asks_for_the_same() {
    let everything = FindRequest {
        site: Some("-ISRAEL 03".to_owned()),
        level: Some("L1C".to_owned()),
        from: Some(first_instant("from", "2019-02-04").unwrap()),
        to: Some(last_instant("to", "2019-12-31").unwrap()),
        bbox_deg: Some([-179.5, -20.25, 179.0, 1e-7]),
        text: Some("it's --all".to_owned()),
        limit: Some(17),
    };
    let to_the_second = FindRequest {
        from: Some(first_instant("from", "2019-02-04T08:34:37").unwrap()),
        to: Some(last_instant("to", "2019-02-04T08:34:37.25").unwrap()),
        ..FindRequest::default()
    };
    for request in [everything, FindRequest { limit: Some(u32::MAX), ..to_the_second }] {
        let line = request.as_command(&place());
        let Some(Verb::Find(read)) = arguments(&line).verb else { panic!("{line}") };
        assert_eq!(verbs::find_request(read).unwrap(), request, "{line}");
    }
}

#[test]
fn a_date_is_written_as_it_was_typed() {
    let request = FindRequest {
        from: Some(first_instant("from", "2019-02-04").unwrap()),
        to: Some(last_instant("to", "2019-02-28").unwrap()),
        limit: Some(100),
        ..FindRequest::default()
    };
    let line = request.as_command(&CommandPlace { workspace: "/w".into(), catalog: None });
    assert_eq!(line, "viq find --from=2019-02-04 --to=2019-02-28 --limit=100 --workspace /w");
}

/// A view reads neither workspace nor catalog: its line names none.
#[test]
fn the_command_line_of_a_view_draws_the_same() {
    let path = PathBuf::from("/p q/it's.HDR");
    let usual = ViewRequest::of(&path, None);
    let mut other = ViewRequest::of(&path, Some("/c rop.tif".as_ref()));
    other.set_bands("(B11-B07)/(B11+B07)@diverging").unwrap();
    other.set_stretch("sigma:2.5+gamma:1.8@10:20:30:40").unwrap();
    other.set_region("1,2,300,400").unwrap();
    other.set_no_data("cloud:0.5,missing:off").unwrap();
    (other.width, other.effort, other.legend) = (Some(950), Effort::Quick, false);
    let out = PathBuf::from("/o ut/view.png");
    for request in [usual, other] {
        let line = request.as_command(&out).unwrap();
        let Some(Verb::View(read)) = Arguments::try_parse_from(words(&line)).unwrap().verb else { panic!("{line}") };
        assert_eq!(verbs::view_request(&read).unwrap(), request, "{line}");
        assert_eq!(read.out, out);
    }
}

#[test]
fn the_command_line_of_a_question_asks_the_same() {
    let polygon = "-1.5,3 20,1e-7 30.25,40";
    let bands = Some("B01,min(B02,B03)/B04");
    let questions = [
        Question::pixel("3,4", GroundChoice::default()),
        Question::pixel("3,4", GroundChoice::HeightM(-12.5)),
        Question::pixel("3,4", GroundChoice::typed(None, Some("/d em/x.tif".into()), Some("egm96")).unwrap()),
        Question::spectrum(&["3,4".to_owned(), "5,6".to_owned()], None, None, Effort::Exact),
        Question::spectrum(&[], Some("1,2,3,4"), None, Effort::Quick),
        Question::profile("-1.5,2", "30,40.25", 7, bands),
        Question::region(Some("1,2,3,4"), None, None, Effort::Exact),
        Question::region(None, Some(polygon), bands, Effort::Quick),
    ];
    for question in questions {
        let request =
            InspectRequest { path: "/p q/it's.HDR".into(), image: Some("/c.tif".into()), question: question.unwrap() };
        let line = request.as_command().unwrap();
        let Some(Verb::Inspect(read)) = Arguments::try_parse_from(words(&line)).unwrap().verb else { panic!("{line}") };
        assert_eq!(verbs::inspect_request(&read).unwrap(), request, "{line}");
    }
}

#[test]
fn the_command_line_of_places_asks_for_the_same() {
    let request = |points, surface, model| LocateRequest {
        image: "/p q/it's.tif".into(),
        points,
        surface,
        band: Some("B01/D01".to_owned()),
        model,
    };
    let place = |lon_deg, lat_deg, height_m| AskedPlace { lon_deg, lat_deg, height_m };
    let requests = [
        request(
            AskedPoints::Pixels(vec![ImagePlace { line: -0.5, column: 1e-7 }, ImagePlace { line: 3.0, column: 4.25 }]),
            SurfaceRequest { height_m: Some(-12.5), ..SurfaceRequest::default() },
            ModelRequest::default(),
        ),
        request(
            AskedPoints::Places(vec![place(-5.25, 44.0, None), place(179.5, -89.0, Some(-3.0))]),
            SurfaceRequest {
                dem: vec!["/d em/a.hgt".into(), "/b".into()],
                geoid: Some(GeoidRequest::File("/g.gtx".into())),
                height_m: None,
            },
            ModelRequest {
                model: Some("/m odel.geom".to_owned()),
                earth_orientation: Some("/eop.txt".into()),
                precession: Precession::Iau1976,
                light_time: Some(true),
                aberration: Some(false),
                refraction: true,
                ground_parameters: Some("/GIPP".into()),
                without_refining: true,
            },
        ),
        request(
            AskedPoints::File("/points 1.csv".into()),
            SurfaceRequest { dem: vec!["/d".into()], geoid: Some(GeoidRequest::Egm96), height_m: None },
            ModelRequest { model: Some("rpc".to_owned()), ..ModelRequest::default() },
        ),
    ];
    for request in requests {
        let line = request.as_command();
        let Some(Verb::Locate(read)) = Arguments::try_parse_from(words(&line)).unwrap().verb else { panic!("{line}") };
        assert_eq!(verbs::locate_request(*read).unwrap(), request, "{line}");
    }
}

#[test]
fn the_command_line_of_a_correction_asks_for_the_same() {
    use crate::operations::level1::{Level1Request, PolarisedLight, QuantityAsked, conventions_of};
    let words_of = ["sensitivity=divide", "remanence=corrected"].map(str::to_owned);
    let plain = Level1Request::new("/r aw".into(), "/s et".into(), "/it's out".into());
    let full = Level1Request {
        steps: Some("-stray_light,-remanence".to_owned()),
        conventions: conventions_of(&words_of).unwrap(),
        quantity: QuantityAsked::Reflectance,
        rescale: true,
        saturation_spreads: true,
        preview: true,
        polarisation: vec![PolarisedLight { band: "B01".to_owned(), degree: 0.25, angle_deg: -30.5 }],
        ..plain.clone()
    };
    let counts = Level1Request { quantity: QuantityAsked::Counts, ..plain.clone() };
    for request in [plain, full, counts] {
        let line = request.as_command(&place());
        let Some(Verb::Level1(read)) = arguments(&line).verb else { panic!("{line}") };
        assert_eq!(verbs::level1_request(*read).unwrap(), request, "{line}");
    }
}
