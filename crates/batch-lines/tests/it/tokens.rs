//! The token estimate against a real tokenizer.

use batch_lines::estimate_tokens;
use serde_json::json;

/// What is claimed in the documentation of `estimate_tokens`.
const GOOD: f64 = 0.10;
const FAIR: f64 = 0.25;

const ENGLISH: &str = "The ferry leaves the harbour at six in the morning, long before the town is \
awake, and comes back after dark. Its captain has made the crossing for thirty years and says that \
no two of them were alike: in spring the fog lies so thick that she steers by the bells, in autumn \
the swell rolls in from the west and the passengers sit quietly and look at the floor. Last winter \
the engine failed halfway, and for two hours they drifted past the lighthouse while the mechanic \
took the pump apart by the light of a torch. Nobody complained. When they finally landed, someone \
had lit a fire in the old customs house, and there was soup. She keeps a notebook of such days. It \
has, she says, more pages than you would think, though the owners of the line only ever ask about \
fuel, delays and the number of cars. The county wants to build a bridge; the plans have been on \
show in the library since March, and most people have an opinion. Some want it because of the \
hospital. Others remember what happened to the islands further south, where the shops closed \
within a year of the bridge's opening, because it had become so easy to leave.";

const GERMAN: &str = "Die Fähre verlässt den Hafen um sechs Uhr morgens, lange bevor die Stadt \
erwacht, und kehrt nach Einbruch der Dunkelheit zurück. Die Kapitänin fährt die Strecke seit \
dreißig Jahren und sagt, keine zwei Überfahrten seien sich gleich gewesen: Im Frühling liegt der \
Nebel so dicht, dass sie nach den Glocken steuert, im Herbst rollt die Dünung von Westen heran, \
und die Fahrgäste sitzen still da und schauen auf den Boden. Im letzten Winter fiel auf halbem Weg \
die Maschine aus, und zwei Stunden lang trieben sie am Leuchtturm vorbei.";

const FRENCH: &str = "Le bac quitte le port à six heures du matin, bien avant que la ville ne se \
réveille, et revient après la tombée de la nuit. Sa capitaine fait la traversée depuis trente ans \
et dit qu'il n'y en a pas eu deux pareilles : au printemps, la brume est si épaisse qu'elle se \
guide au son des cloches ; en automne, la houle arrive de l'ouest et les passagers restent assis \
en silence. L'hiver dernier, le moteur est tombé en panne à mi-chemin et, pendant deux heures, ils \
ont dérivé devant le phare.";

const SPANISH: &str = "El transbordador sale del puerto a las seis de la mañana, mucho antes de que \
el pueblo despierte, y vuelve cuando ya ha oscurecido. Su capitana hace la travesía desde hace \
treinta años y dice que no ha habido dos iguales: en primavera la niebla es tan espesa que se guía \
por las campanas, y en otoño el oleaje llega del oeste y los pasajeros se quedan callados mirando \
al suelo. El invierno pasado el motor falló a mitad de camino.";

const RUSSIAN: &str = "Паром выходит из гавани в шесть утра, задолго до того, как просыпается \
город, и возвращается уже в темноте. Капитан ходит этим путём тридцать лет и говорит, что ни один \
рейс не был похож на другой: весной туман стоит такой густой, что она правит по звону колоколов, а \
осенью с запада идёт зыбь, и пассажиры сидят молча и смотрят в пол.";

const CHINESE: &str = "渡轮每天早上六点离开港口，那时小镇还没有醒来，天黑以后才回来。船长在这条航线上\
走了三十年，她说没有两次航行是一样的：春天雾很浓，她只能听着钟声掌舵；秋天海浪从西边涌来，乘客们安静地坐着，\
看着地板。去年冬天发动机在半路上坏了，他们在灯塔旁边漂了两个小时，机械师借着手电筒的光把水泵拆开。";

const JAPANESE: &str = "フェリーは町が目を覚ますずっと前、朝の六時に港を出て、暗くなってから戻ってくる。\
船長はこの航路を三十年走っているが、同じ航海は二度となかったという。春には霧が濃く、鐘の音を頼りに舵を取る。\
秋には西からうねりが押し寄せ、乗客は黙って床を見つめている。去年の冬は途中でエンジンが止まった。";

/// Relative error of the estimate for this text as a chat message.
fn error(text: &str, ascii_only: bool) -> f64 {
    let tokenizer = tiktoken_rs::o200k_base_singleton();
    let mut estimate = 0;
    let mut real = 0;
    // In pieces of the size of a request, of which each is estimated on its own.
    let chars: Vec<char> = text.chars().collect();
    for piece in chars.chunks(2_000) {
        let piece: String = piece.iter().collect();
        let mut messages = json!([{"role": "user", "content": piece}]).to_string();
        if ascii_only {
            messages = escape(&messages);
        }
        estimate += estimate_tokens(&messages);
        // A message costs four tokens beyond its text.
        real += tokenizer.encode_ordinary(&piece).len() as u64 + 4;
    }
    estimate as f64 / real as f64 - 1.0
}

/// JSON as Python's `json.dumps` writes it.
fn escape(json: &str) -> String {
    let mut escaped = String::new();
    for char in json.chars() {
        if char.is_ascii() {
            escaped.push(char);
        } else {
            for unit in char.encode_utf16(&mut [0; 2]) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    escaped
}

#[test]
fn prose_is_estimated_within_the_documented_error() {
    for (name, text, claim) in [
        ("English", ENGLISH, GOOD),
        ("German", GERMAN, GOOD),
        ("French", FRENCH, GOOD),
        ("Spanish", SPANISH, GOOD),
        ("Russian", RUSSIAN, FAIR),
        ("Chinese", CHINESE, FAIR),
        ("Japanese", JAPANESE, FAIR),
    ] {
        // Unchanged, long enough to be sampled, and with everything but ASCII escaped.
        for (repeat, ascii_only) in [(1, false), (5, false), (1, true), (5, true)] {
            let error = error(&[text].repeat(repeat).join("\n\n"), ascii_only);
            println!("{name} x{repeat} escaped={ascii_only}: {:+.1}%", error * 100.0);
            assert!(error.abs() <= claim, "{name}: {error:+.3}");
        }
    }
}

#[test]
fn source_code_and_markup_are_estimated_within_the_documented_error() {
    for (name, text) in [
        ("Rust", include_str!("../../src/check.rs")),
        ("Rust", include_str!("../../src/outcome/join.rs")),
        ("TOML", include_str!("../../Cargo.toml")),
    ] {
        let error = error(text, false);
        println!("{name}: {:+.1}%", error * 100.0);
        assert!(error.abs() <= FAIR, "{name}: {error:+.3}");
    }
}

#[test]
fn arrays_of_tokens_count_one_by_one() {
    assert_eq!(estimate_tokens("[1, 22, 333]"), 3);
    assert_eq!(estimate_tokens("[[1,2],[3,4,5]]"), 5);
}

#[test]
fn an_image_counts_as_a_fixed_number_of_tokens() {
    let image = "iVBORw0KGgo".repeat(20_000);
    let message = json!([{"role": "user", "content": [
        {"type": "text", "text": ENGLISH},
        {"type": "image_url", "image_url": {"url": format!("data:image/png;base64,{image}")}},
    ]}]);
    let tokens = estimate_tokens(&message.to_string());
    assert!((900..1_200).contains(&tokens), "{tokens}");
}

/// Characters are counted in blocks, and those after the last whole block one by one.
#[test]
fn the_estimate_grows_evenly_with_the_length_of_a_text() {
    for unit in ["a", "7", ",", " ", "\\n", "é", "ж", "中", "\\u00e9", "\\u0436", "\\u4e2d"] {
        let estimate =
            |count: usize| estimate_tokens(&format!("\"{}\"", unit.repeat(count))) as f64;
        let each = (estimate(320) - estimate(0)) / 320.0;
        // Escapes after the last whole block count as the ASCII characters that they are written with.
        let tolerance = if unit.starts_with("\\u") { 32.0 } else { 2.0 };
        for count in 0..320 {
            let even = estimate(0) + each * count as f64;
            let estimate = estimate(count);
            assert!((estimate - even).abs() <= tolerance, "{count} x {unit}: {estimate}, {even}");
        }
    }
}

#[test]
fn an_escaped_character_counts_as_the_character() {
    for (text, escaped) in
        [("é", "\\u00e9"), ("ж", "\\u0436"), ("中", "\\u4e2d"), ("😀", "\\ud83d\\ude00")]
    {
        let [text, escaped] =
            [text, escaped].map(|text| estimate_tokens(&text.repeat(3_000)) as f64);
        assert!((escaped / text - 1.0).abs() < 0.1, "{text} {escaped}");
    }
}
