//! Constructs that code is generated for.

use super::*;

fn good(name: &'static str, edits: Vec<Edit>, contains: &'static [&'static str]) -> Good {
    Good { case: Case { name, edits }, contains, with_mocks: false }
}

const OPTIONAL_STRING: &str = "pub x: ::std::option::Option<::std::string::String>,";
const STRING: &str = "pub x: ::std::string::String,";
const LENIENT: &str = "#[serde(default, deserialize_with = \"crate::lenient::null_as_default\")]";

pub(super) fn cases() -> Vec<Good> {
    let types =
        [schemas(), limits(), enums(), objects(), unions(), all_of(), names(), version_31()];
    let types = types.into_iter().flatten().map(|mut good| {
        // One operation is enough, and compiles in half the time.
        good.case.edits.push(remove("/paths/~1things~1{thing_id}/post"));
        good
    });
    let operations = [parameters(), operations()].into_iter().flatten();
    types.chain(operations.map(|good| Good { with_mocks: true, ..good })).collect()
}

fn schemas() -> Vec<Good> {
    vec![
        good(
            "the document that the cases change",
            vec![],
            &["pub struct Thing", "pub enum Operation"],
        ),
        good("string", field("{type: string}"), &[OPTIONAL_STRING]),
        good("required string", required("{type: string}"), &[LENIENT, STRING]),
        good("nullable string", field("{type: string, nullable: true}"), &[OPTIONAL_STRING]),
        good(
            "required nullable string",
            required("{type: string, nullable: true}"),
            &[OPTIONAL_STRING],
        ),
        good("nullable: false", field("{type: string, nullable: false}"), &[OPTIONAL_STRING]),
        good("integer", field("{type: integer}"), &["Option<i64>"]),
        good("integer int32", field("{type: integer, format: int32}"), &["Option<i32>"]),
        good(
            "integer int64",
            required("{type: integer, format: int64}"),
            &[LENIENT, "pub x: i64,"],
        ),
        good("integer uint64", field("{type: integer, format: uint64}"), &["Option<u64>"]),
        good(
            "integer of another format",
            field("{type: integer, format: unixtime}"),
            &["Option<i64>"],
        ),
        good("number", required("{type: number}"), &["pub x: f64,"]),
        good("number float", field("{type: number, format: float}"), &["Option<f32>"]),
        good("number double", field("{type: number, format: double}"), &["Option<f64>"]),
        good("boolean", required("{type: boolean}"), &["pub x: bool,"]),
        good("any value", field("{}"), &["::serde_json::Value"]),
        good(
            "required any value",
            required("{description: Anything.}"),
            &["pub x: ::serde_json::Value,"],
        ),
        good("string date-time", required("{type: string, format: date-time}"), &[STRING]),
        good("string date", field("{type: string, format: date}"), &[OPTIONAL_STRING]),
        good("string uuid", field("{type: string, format: uuid}"), &[OPTIONAL_STRING]),
        good("string ipv4", field("{type: string, format: ipv4}"), &[OPTIONAL_STRING]),
        good("string uri", field("{type: string, format: uri}"), &[OPTIONAL_STRING]),
        good("string byte", field("{type: string, format: byte}"), &[OPTIONAL_STRING]),
        good("string binary", field("{type: string, format: binary}"), &[OPTIONAL_STRING]),
        good("string password", field("{type: string, format: password}"), &[OPTIONAL_STRING]),
        good(
            "string of an unknown format",
            field("{type: string, format: x-y}"),
            &[OPTIONAL_STRING],
        ),
        good(
            "array of strings",
            required("{type: array, items: {type: string}}"),
            &["pub x: ::std::vec::Vec<::std::string::String>,"],
        ),
        good(
            "optional array",
            field("{type: array, items: {type: integer}}"),
            &["deserialize_with = \"crate::lenient::null_as_default\"", "Vec<i64>"],
        ),
        good(
            "nullable array",
            field("{type: array, nullable: true, items: {type: string}}"),
            &["Option<::std::vec::Vec<::std::string::String>>"],
        ),
        good(
            "array of nullable items",
            field("{type: array, items: {type: string, nullable: true}}"),
            &["Vec<::std::option::Option<::std::string::String>>"],
        ),
        good(
            "array of arrays",
            field("{type: array, items: {type: array, items: {type: number}}}"),
            &["Vec<::std::vec::Vec<f64>>"],
        ),
        good("array without items", field("{type: array}"), &["Vec<::serde_json::Value>"]),
        good(
            "type implied by items",
            field("{items: {type: string}}"),
            &["Vec<::std::string::String>"],
        ),
        good(
            "named string",
            named("{type: string}"),
            &["pub struct Named(pub ::std::string::String);"],
        ),
        good(
            "required named string",
            [named("{type: string}"), required("{$ref: '#/components/schemas/Named'}")].concat(),
            &["pub x: Named,"],
        ),
        good("named integer", named("{type: integer}"), &["pub struct Named(pub i64);"]),
        good("named boolean", named("{type: boolean}"), &["pub struct Named(pub bool);"]),
        good("named array", named("{type: array, items: {type: string}}"), &["pub struct Named"]),
        good(
            "named array of objects",
            named("{type: array, items: {type: object, properties: {a: {type: string}}}}"),
            &["pub struct NamedItem"],
        ),
        good(
            "named map",
            named("{type: object, additionalProperties: {type: string}}"),
            &["pub struct Named"],
        ),
        good(
            "named nullable object",
            named("{type: object, nullable: true, properties: {a: {type: string}}}"),
            &["pub x: ::std::option::Option<Named>,"],
        ),
        good(
            "named nullable enum",
            named("{type: string, nullable: true, enum: [a, b]}"),
            &["pub x: ::std::option::Option<Named>,", "pub enum Named"],
        ),
        good(
            "required named nullable enum",
            [
                named("{type: string, nullable: true, enum: [a, b]}"),
                required("{$ref: '#/components/schemas/Named'}"),
            ]
            .concat(),
            &["pub x: ::std::option::Option<Named>,"],
        ),
        good(
            "named any value",
            named("{description: Anything.}"),
            &["pub struct Named(pub ::serde_json::Value);"],
        ),
        good(
            "reference to a reference",
            [
                named("{$ref: '#/components/schemas/Inner'}"),
                vec![set("/components/schemas/Inner", "{type: string, enum: [a]}")],
            ]
            .concat(),
            &["pub enum Inner"],
        ),
        good(
            "description beside a reference",
            field("{$ref: '#/components/schemas/ErrorDetail', description: Ignored.}"),
            &["Option<ErrorDetail>"],
        ),
        good("default of a field", field("{type: string, default: a}"), &[OPTIONAL_STRING]),
        good(
            "default of a required field",
            required("{type: integer, default: 3}"),
            &["pub x: i64,"],
        ),
        good(
            "default of an array",
            field("{type: array, items: {type: string}, default: []}"),
            &["Vec<::std::string::String>"],
        ),
        good(
            "default of an object",
            field("{type: object, additionalProperties: {type: string}, default: {a: b}}"),
            &["BTreeMap"],
        ),
        good(
            "default null",
            field("{type: string, nullable: true, default: null}"),
            &[OPTIONAL_STRING],
        ),
        good("example", field("{type: string, example: a}"), &[OPTIONAL_STRING]),
        good("example of another type", field("{type: integer, example: one}"), &["Option<i64>"]),
        good("title", field("{type: string, title: A title}"), &[OPTIONAL_STRING]),
        good("deprecated field", field("{type: string, deprecated: true}"), &[OPTIONAL_STRING]),
        good(
            "externalDocs",
            field("{type: string, externalDocs: {url: 'https://example.com'}}"),
            &[OPTIONAL_STRING],
        ),
        good(
            "extension of a schema",
            field("{type: string, x-anything: {a: 1}}"),
            &[OPTIONAL_STRING],
        ),
        good("readOnly: false", field("{type: string, readOnly: false}"), &[OPTIONAL_STRING]),
        good(
            "a schema that contains itself",
            field("{$ref: '#/components/schemas/Thing'}"),
            &["Option<::std::boxed::Box<Thing>>"],
        ),
        good(
            "a list of itself",
            field("{type: array, items: {$ref: '#/components/schemas/Thing'}}"),
            &["Vec<Thing>"],
        ),
        good(
            "schemas that contain each other",
            [named("{type: object, properties: {thing: {$ref: '#/components/schemas/Thing'}}}")]
                .concat(),
            &["Box<"],
        ),
        good(
            "a schema that nothing uses",
            vec![set(
                "/components/schemas/Unused",
                "{type: object, properties: {a: {type: string}}}",
            )],
            &["pub struct Unused"],
        ),
    ]
}

fn limits() -> Vec<Good> {
    vec![
        good("maxLength", required("{type: string, maxLength: 3}"), &[STRING]),
        good("minLength", required("{type: string, minLength: 3}"), &[STRING]),
        good("pattern", required("{type: string, pattern: '^a$'}"), &[STRING]),
        good("minimum: 1", required("{type: integer, minimum: 1}"), &["pub x: i64,"]),
        good("minimum: 0", required("{type: integer, minimum: 0}"), &["pub x: i64,"]),
        good("maximum", required("{type: integer, maximum: 255}"), &["pub x: i64,"]),
        good("exclusiveMinimum", required("{type: number, minimum: 0, exclusiveMinimum: true}"), &["pub x: f64,"]),
        good("exclusiveMaximum", required("{type: number, maximum: 9, exclusiveMaximum: true}"), &["pub x: f64,"]),
        good("multipleOf", required("{type: integer, multipleOf: 5}"), &["pub x: i64,"]),
        good("minItems", required("{type: array, minItems: 2, items: {type: string}}"), &["pub x: ::std::vec::Vec<"]),
        good("maxItems", required("{type: array, minItems: 2, maxItems: 2, items: {type: string}}"), &["pub x: ::std::vec::Vec<"]),
        good("uniqueItems", required("{type: array, uniqueItems: true, items: {type: string}}"), &["pub x: ::std::vec::Vec<"]),
        good("minProperties", field("{type: object, minProperties: 1, additionalProperties: {type: string}}"), &["BTreeMap"]),
        good("maxProperties", field("{type: object, maxProperties: 1, additionalProperties: {type: string}}"), &["BTreeMap"]),
        good("limits of a named string", named("{type: string, minLength: 1, maxLength: 9, pattern: a}"), &["impl ::std::convert::From<::std::string::String> for Named"]),
        good("limits of items", field("{type: array, items: {type: string, maxLength: 3}}"), &["Vec<::std::string::String>"]),
        good("limits of a map", field("{type: object, additionalProperties: {type: string, maxLength: 3}}"), &["BTreeMap"]),
        good("additionalProperties: false", vec![set("/components/schemas/Thing/additionalProperties", "false")], &["pub struct Thing"]),
        good("additionalProperties: false without fields", named("{type: object, additionalProperties: false}"), &["Named"]),
        good("fields that occur together", [named("{type: object, properties: {a: {type: string}, b: {type: string}}, anyOf: [{required: [a]}, {required: [b]}]}")].concat(), &["pub struct Named"]),
    ]
}

fn enums() -> Vec<Good> {
    vec![
        good(
            "named enum",
            named("{type: string, enum: [a, b]}"),
            &["pub enum Named", "Unknown(::std::string::String)", "pub const KNOWN"],
        ),
        good(
            "required named enum",
            [
                named("{type: string, enum: [a, b]}"),
                required("{$ref: '#/components/schemas/Named'}"),
            ]
            .concat(),
            &["crate::lenient::unknown::<Named>"],
        ),
        good(
            "inline enum",
            field("{type: string, enum: [a, b]}"),
            &["pub enum ThingX", "Option<ThingX>"],
        ),
        good(
            "required inline enum",
            required("{type: string, enum: [a, b]}"),
            &["crate::lenient::unknown::<ThingX>"],
        ),
        good(
            "inline enum in a list",
            field("{type: array, items: {type: string, enum: [a]}}"),
            &["Vec<ThingXItem>"],
        ),
        good(
            "inline enum in a map",
            field("{type: object, additionalProperties: {type: string, enum: [a]}}"),
            &["ThingXValue"],
        ),
        good("enum without a type", field("{enum: [a, b]}"), &["pub enum ThingX"]),
        good("enum of one value", field("{type: string, enum: [thing]}"), &["pub enum ThingX"]),
        good(
            "nullable enum",
            field("{type: string, nullable: true, enum: [a]}"),
            &["Option<ThingX>"],
        ),
        good(
            "enum with a default",
            named("{type: string, enum: [a, b], default: b}"),
            &["impl ::std::default::Default for Named"],
        ),
        good(
            "inline enum with a default",
            field("{type: string, enum: [a, b], default: b}"),
            &["Option<ThingX>"],
        ),
        good(
            "enum with the value unknown",
            named("{type: string, enum: [known, unknown]}"),
            &["Other(::std::string::String)"],
        ),
        good(
            "enum with the values unknown and other",
            named("{type: string, enum: [unknown, other]}"),
            &["Unlisted(::std::string::String)"],
        ),
        good(
            "enum with an empty value",
            named("{type: string, enum: ['', a]}"),
            &["pub enum Named"],
        ),
        good("enum with digits", named("{type: string, enum: ['24h', '256x256', '1']}"), &["X24h"]),
        good("enum with paths", named("{type: string, enum: [/v1/a, /v1/b-c]}"), &["V1BC"]),
        good(
            "enum with keywords",
            named("{type: string, enum: [self, type, 'true', 'null']}"),
            &["Self_"],
        ),
        good(
            "enum with dots",
            named("{type: string, enum: [gpt-4.1, gpt-4.1-mini]}"),
            &["pub enum Named"],
        ),
        good("enum of integers", required("{type: integer, enum: [1, 2]}"), &["pub x: i64,"]),
        good("enum of numbers", required("{type: number, enum: [0.5, 1.5]}"), &["pub x: f64,"]),
        good("enum of booleans", required("{type: boolean, enum: [true]}"), &["pub x: bool,"]),
        good(
            "named enum of integers",
            named("{type: integer, enum: [1, 2]}"),
            &["pub struct Named(pub i64);"],
        ),
        good("enum of integers without a type", required("{enum: [1, 2]}"), &["pub x: i64,"]),
        good(
            "anyOf a string and an enum",
            required("{anyOf: [{type: string}, {type: string, enum: [a, b]}]}"),
            &["pub enum ThingX", "Unknown(::std::string::String)"],
        ),
        good(
            "oneOf an enum and a string",
            required("{oneOf: [{type: string, enum: [a, b]}, {type: string}]}"),
            &["pub enum ThingX"],
        ),
        good(
            "anyOf a string and a named enum",
            [
                named("{anyOf: [{type: string}, {$ref: '#/components/schemas/Kind'}]}"),
                vec![set("/components/schemas/Kind", "{type: string, enum: [a]}")],
            ]
            .concat(),
            &["pub enum Named", "pub enum Kind"],
        ),
        good(
            "anyOf two enums",
            field("{anyOf: [{type: string, enum: [a]}, {type: string, enum: [b, a]}]}"),
            &["[\"a\", \"b\"]"],
        ),
        good(
            "anyOf two strings",
            field("{anyOf: [{type: string, maxLength: 1}, {type: string, format: uri}]}"),
            &[OPTIONAL_STRING],
        ),
    ]
}

fn objects() -> Vec<Good> {
    vec![
        good(
            "inline object",
            field("{type: object, properties: {a: {type: string}}}"),
            &["pub struct ThingX", "Option<ThingX>"],
        ),
        good(
            "required inline object",
            required("{type: object, required: [a], properties: {a: {type: string}}}"),
            &["pub x: ThingX,"],
        ),
        good(
            "required object without a default",
            required("{$ref: '#/components/schemas/ErrorDetail'}"),
            &["pub x: ErrorDetail,"],
        ),
        good(
            "required object with a default",
            required("{type: object, properties: {a: {type: string}}}"),
            &[LENIENT],
        ),
        good(
            "object without a type",
            field("{properties: {a: {type: string}}}"),
            &["pub struct ThingX"],
        ),
        good(
            "object in a list",
            field("{type: array, items: {type: object, properties: {a: {type: string}}}}"),
            &["pub struct ThingXItem"],
        ),
        good(
            "object in an object",
            field(
                "{type: object, properties: {a: {type: object, properties: {b: {type: string}}}}}",
            ),
            &["pub struct ThingXa"],
        ),
        good("object without fields", field("{type: object}"), &["::serde_json::Map"]),
        good(
            "object with no properties",
            field("{type: object, properties: {}}"),
            &["::serde_json::Map"],
        ),
        good("named object without fields", named("{type: object}"), &["Named"]),
        good(
            "optional map",
            field("{type: object, additionalProperties: {type: string}}"),
            &["BTreeMap", "deserialize_with = \"crate::lenient::null_as_default\""],
        ),
        good(
            "required map",
            required("{type: object, additionalProperties: {type: integer}}"),
            &["BTreeMap"],
        ),
        good(
            "nullable map",
            field("{type: object, nullable: true, additionalProperties: {type: string}}"),
            &["Option<::std::collections::BTreeMap"],
        ),
        good(
            "map of any value",
            field("{type: object, additionalProperties: true}"),
            &["::serde_json::Map"],
        ),
        good(
            "map of objects",
            field(
                "{type: object, additionalProperties: {$ref: '#/components/schemas/ErrorDetail'}}",
            ),
            &["ErrorDetail>"],
        ),
        good(
            "map of maps",
            field(
                "{type: object, additionalProperties: {type: object, additionalProperties: {type: string}}}",
            ),
            &["BTreeMap"],
        ),
        good(
            "fields and any others",
            named("{type: object, properties: {a: {type: string}}, additionalProperties: true}"),
            &["pub struct Named"],
        ),
        good(
            "fields and others of a type",
            named(
                "{type: object, properties: {a: {type: string}}, additionalProperties: {type: string}}",
            ),
            &["#[serde(flatten)]"],
        ),
        good(
            "a field named like a keyword",
            vec![set("/components/schemas/Thing/properties/type", "{type: string}")],
            &["pub type_:"],
        ),
        good(
            "a field named self",
            vec![set("/components/schemas/Thing/properties/self", "{type: string}")],
            &["pub self_:"],
        ),
        good(
            "a field in camel case",
            vec![set("/components/schemas/Thing/properties/fileId", "{type: string}")],
            &["pub file_id:", "rename = \"fileId\""],
        ),
        good(
            "a field with a dot",
            vec![set("/components/schemas/Thing/properties/a.b", "{type: string}")],
            &["pub a_b:"],
        ),
        good(
            "a field that begins with a digit",
            vec![set("/components/schemas/Thing/properties/1st", "{type: string}")],
            &["pub x1st:"],
        ),
        good(
            "a field named like an extension",
            vec![set("/components/schemas/Thing/properties/x-request-id", "{type: string}")],
            &["pub x_request_id:"],
        ),
        good(
            "a field named default",
            vec![set("/components/schemas/Thing/properties/default", "{type: string}")],
            &["pub default:"],
        ),
        good(
            "a field named builder",
            vec![set("/components/schemas/Thing/properties/builder", "{type: string}")],
            &["pub builder:"],
        ),
        good(
            "a field named value",
            vec![set("/components/schemas/Thing/properties/value", "{type: string}")],
            &["pub value:"],
        ),
    ]
}

fn unions() -> Vec<Good> {
    const CAT: &str = "{type: object, required: [kind], properties: {kind: {type: string, enum: [cat]}, lives: {type: integer}}}";
    const DOG: &str = "{type: object, required: [kind], properties: {kind: {type: string, enum: [dog]}, tricks: {type: array, items: {type: string}}}}";
    let pets = |union: &str| {
        let mut edits = named(union);
        edits.push(set("/components/schemas/Cat", CAT));
        edits.push(set("/components/schemas/Dog", DOG));
        edits
    };
    const BOTH: &str = "[{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]";
    let with = |keyword: &str, more: &str| format!("{{{keyword}: {BOTH}{more}}}");
    vec![
        good(
            "named union with a discriminator",
            pets(&with("oneOf", ", discriminator: {propertyName: kind}")),
            &["pub enum Named", "Cat(Cat)", "value[\"kind\"]", "Unknown(::serde_json::Value)"],
        ),
        good(
            "discriminator with a mapping",
            pets(&with(
                "oneOf",
                ", discriminator: {propertyName: kind, mapping: {kitten: '#/components/schemas/Cat', dog: '#/components/schemas/Dog'}}",
            )),
            &["Some(\"kitten\")"],
        ),
        good("union that tells its members apart", pets(&with("oneOf", "")), &["value[\"kind\"]"]),
        good("anyOf objects", pets(&with("anyOf", "")), &["value[\"kind\"]"]),
        good(
            "union with type: object",
            pets(&with("oneOf", ", type: object")),
            &["pub enum Named"],
        ),
        good(
            "a limit beside a union",
            field("{minLength: 1, oneOf: [{type: string}, {type: integer}]}"),
            &["pub enum ThingX"],
        ),
        good("nullable union", pets(&with("oneOf", ", nullable: true")), &["Option<Named>"]),
        good(
            "inline union",
            [pets("{type: string}"), field(&with("oneOf", ""))].concat(),
            &["pub enum ThingX"],
        ),
        good(
            "required inline union",
            [pets("{type: string}"), required(&with("oneOf", ""))].concat(),
            &["pub x: ThingX,"],
        ),
        good(
            "union in a list",
            [pets("{type: string}"), field(&format!("{{type: array, items: {{oneOf: {BOTH}}}}}"))]
                .concat(),
            &["Vec<ThingXItem>"],
        ),
        good(
            "union in a map",
            [
                pets("{type: string}"),
                field(&format!("{{type: object, additionalProperties: {{oneOf: {BOTH}}}}}")),
            ]
            .concat(),
            &["ThingXValue"],
        ),
        good(
            "union of inline objects",
            field(
                "{oneOf: [{type: object, title: First, required: [a], properties: {a: {type: string}}}, {type: object, required: [b], properties: {b: {type: string}}}]}",
            ),
            &["ThingXFirst", "ThingXVariant2"],
        ),
        good(
            "members with fields of their own",
            field(
                "{oneOf: [{type: object, title: A, required: [a], properties: {a: {type: string}}}, {type: object, title: Ab, required: [a, b], properties: {a: {type: string}, b: {type: string}}}]}",
            ),
            &["[\"a\", \"b\"]"],
        ),
        good(
            "string or integer",
            field("{oneOf: [{type: string}, {type: integer}]}"),
            &["String(::std::string::String)", "Integer(i64)", "From<&str>"],
        ),
        good(
            "string or list of strings",
            field("{oneOf: [{type: string}, {type: array, items: {type: string}}]}"),
            &["ListString(::std::vec::Vec<::std::string::String>)"],
        ),
        good(
            "string, number, or boolean",
            field("{oneOf: [{type: string}, {type: number}, {type: boolean}]}"),
            &["Boolean(bool)"],
        ),
        good(
            "inputs of embeddings",
            field(
                "{oneOf: [{type: string}, {type: array, items: {type: string}}, {type: array, items: {type: integer}}, {type: array, items: {type: array, items: {type: integer}}}]}",
            ),
            &["ListListInteger"],
        ),
        good(
            "enum or object",
            field(
                "{oneOf: [{type: string, enum: [auto, none]}, {$ref: '#/components/schemas/ErrorDetail'}]}",
            ),
            &["pub enum ThingXString", "ErrorDetail(ErrorDetail)"],
        ),
        good(
            "object or map",
            field(
                "{oneOf: [{$ref: '#/components/schemas/ErrorDetail'}, {type: object, additionalProperties: {type: string}}]}",
            ),
            &["Map(::std::collections::BTreeMap"],
        ),
        good(
            "integer or number",
            field("{anyOf: [{type: integer}, {type: number}]}"),
            &["Option<f64>"],
        ),
        good(
            "a union of one",
            field("{oneOf: [{$ref: '#/components/schemas/ErrorDetail'}]}"),
            &["Option<ErrorDetail>"],
        ),
        good(
            "a union of one string",
            field("{anyOf: [{type: string, description: Inner.}]}"),
            &[OPTIONAL_STRING],
        ),
        good(
            "a union with any value",
            field("{anyOf: [{type: string}, {}]}"),
            &["pub enum ThingX"],
        ),
        good(
            "a union of unions",
            [
                pets(&with("oneOf", "")),
                field("{anyOf: [{$ref: '#/components/schemas/Named'}, {type: string}]}"),
            ]
            .concat(),
            &["Named(Named)"],
        ),
        good(
            "a union that contains itself",
            named(
                "{oneOf: [{type: string}, {type: object, title: Nested, required: [inner], properties: {inner: {$ref: '#/components/schemas/Named'}}}]}",
            ),
            &["NamedNested(::std::boxed::Box<NamedNested>)"],
        ),
        good(
            "a union that contains itself in a list",
            named(
                "{oneOf: [{type: string}, {type: array, items: {$ref: '#/components/schemas/Named'}}]}",
            ),
            &["pub enum Named"],
        ),
        good(
            "a union as a response",
            vec![
                set("/components/schemas/Cat", CAT),
                set("/components/schemas/Dog", DOG),
                set(
                    &format!("{GET}/responses/2XX/content/application~1json/schema"),
                    &with("oneOf", ""),
                ),
            ],
            &["pub enum RetrieveThingResponse"],
        ),
    ]
}

fn all_of() -> Vec<Good> {
    vec![
        good("allOf one reference and a limit", field("{allOf: [{$ref: '#/components/schemas/ErrorDetail'}], minProperties: 1}"), &["Option<ErrorDetail>"]),
        good("allOf one reference and a part with a limit", field("{allOf: [{$ref: '#/components/schemas/ErrorDetail'}, {minProperties: 1}]}"), &["Option<ErrorDetail>"]),
        good("allOf one reference", field("{allOf: [{$ref: '#/components/schemas/ErrorDetail'}]}"), &["Option<ErrorDetail>"]),
        good("allOf one reference with a description", required("{description: A., allOf: [{$ref: '#/components/schemas/ErrorDetail'}]}"), &["pub x: ErrorDetail,"]),
        good("nullable allOf one reference", field("{nullable: true, allOf: [{$ref: '#/components/schemas/ErrorDetail'}]}"), &["Option<ErrorDetail>"]),
        good("nullable allOf one reference with a type", field("{type: object, nullable: true, allOf: [{$ref: '#/components/schemas/ErrorDetail'}]}"), &["Option<ErrorDetail>"]),
        good("required nullable allOf", required("{nullable: true, allOf: [{$ref: '#/components/schemas/ErrorDetail'}]}"), &["Option<ErrorDetail>"]),
        good("allOf one inline schema", field("{allOf: [{type: string}]}"), &[OPTIONAL_STRING]),
        good("allOf one inline enum", field("{allOf: [{type: string, enum: [a]}]}"), &["pub enum ThingX"]),
        good("allOf two objects", named("{allOf: [{$ref: '#/components/schemas/ErrorDetail'}, {type: object, required: [b], properties: {b: {type: string}}}]}"), &["pub b: ::std::string::String,", "pub message:"]),
        good("inline allOf", field("{allOf: [{$ref: '#/components/schemas/ErrorDetail'}, {type: object, properties: {b: {type: string}}}]}"), &["pub struct ThingX"]),
        good("allOf with fields beside it", named("{allOf: [{$ref: '#/components/schemas/ErrorDetail'}], properties: {b: {type: string}}}"), &["pub struct Named"]),
        good("allOf with required beside it", named("{allOf: [{type: object, properties: {b: {type: string}}}, {required: [b]}]}"), &["pub b: ::std::string::String,"]),
        good("allOf in allOf", [named("{allOf: [{$ref: '#/components/schemas/Middle'}, {properties: {c: {type: string}}}]}"), vec![set("/components/schemas/Middle", "{allOf: [{$ref: '#/components/schemas/ErrorDetail'}, {properties: {b: {type: string}}}]}")]].concat(), &["pub struct Middle", "pub c:"]),
        good("allOf with the same field twice", named("{allOf: [{properties: {a: {type: string, description: A.}}}, {properties: {a: {type: string}}}]}"), &["pub a:"]),
        good("allOf with additionalProperties: false", named("{allOf: [{type: object, additionalProperties: false, properties: {a: {type: string}}}, {properties: {b: {type: string}}}]}"), &["pub b:"]),
        good("allOf of an enum with a default", [named("{type: string, enum: [a, b]}"), field("{default: a, allOf: [{$ref: '#/components/schemas/Named'}]}")].concat(), &["Option<Named>"]),
    ]
}

fn parameters() -> Vec<Good> {
    let query = |schema: &str| parameter(&format!("{{name: q, in: query, schema: {schema}}}"));
    let path = |schema: &str| vec![set(&format!("{GET}/parameters/0/schema"), schema)];
    vec![
        good("query string", query("{type: string}"), &["QueryParam::new(\"q\""]),
        good("query integer", query("{type: integer}"), &["TryInto<i64>"]),
        good(
            "query integer with limits",
            query("{type: integer, minimum: 1, maximum: 9, default: 3}"),
            &["TryInto<i64>", "Defaults to `3`"],
        ),
        good("query number", query("{type: number}"), &["TryInto<f64>"]),
        good("query boolean", query("{type: boolean}"), &["TryInto<bool>"]),
        good(
            "required query",
            parameter("{name: q, in: query, required: true, schema: {type: string}}"),
            &["q was not initialized"],
        ),
        good("nullable query", query("{type: string, nullable: true}"), &["QueryParam::new(\"q\""]),
        good("query enum", query("{type: string, enum: [a, b]}"), &["pub enum RetrieveThingQ"]),
        good(
            "query named enum",
            [query("{$ref: '#/components/schemas/Named'}"), named("{type: string, enum: [a, b]}")]
                .concat(),
            &["types::Named"],
        ),
        good(
            "query named string",
            [query("{$ref: '#/components/schemas/Named'}"), named("{type: string}")].concat(),
            &["TryInto<::std::string::String>"],
        ),
        good(
            "query named list of a named string",
            [
                query("{$ref: '#/components/schemas/Names'}"),
                named("{type: string}"),
                vec![set(
                    "/components/schemas/Names",
                    "{type: array, items: {$ref: '#/components/schemas/Named'}}",
                )],
            ]
            .concat(),
            &["TryInto<::std::vec::Vec<::std::string::String>>"],
        ),
        good(
            "query date-time",
            query("{type: string, format: date-time}"),
            &["TryInto<::std::string::String>"],
        ),
        good(
            "query list of strings",
            query("{type: array, items: {type: string}}"),
            &["vec![\"object_abc123\".into()]"],
        ),
        good(
            "query list of integers",
            query("{type: array, items: {type: integer}}"),
            &["vec![1]"],
        ),
        good(
            "query list of an enum",
            query("{type: array, items: {type: string, enum: [a]}}"),
            &["RetrieveThingQItem"],
        ),
        good(
            "required query list",
            parameter(
                "{name: q, in: query, required: true, schema: {type: array, items: {type: string}}}",
            ),
            &["QueryParam::new(\"q\""],
        ),
        good(
            "explode: true",
            parameter(
                "{name: q, in: query, explode: true, style: form, schema: {type: array, items: {type: string}}}",
            ),
            &["QueryParam::new(\"q\""],
        ),
        good(
            "explode: false of a string",
            parameter("{name: q, in: query, explode: false, schema: {type: string}}"),
            &["QueryParam::new(\"q\""],
        ),
        good(
            "query with brackets",
            parameter(
                "{name: 'include[]', in: query, schema: {type: array, items: {type: string}}}",
            ),
            &["QueryParam::new(\"include[]\"", ".include(vec!"],
        ),
        good(
            "query in camel case",
            parameter("{name: sortBy, in: query, schema: {type: string}}"),
            &["QueryParam::new(\"sortBy\"", ".sort_by("],
        ),
        good(
            "query named like a keyword",
            parameter("{name: type, in: query, schema: {type: string}}"),
            &["QueryParam::new(\"type\"", ".type_("],
        ),
        good(
            "query named request",
            parameter("{name: request, in: query, schema: {type: string}}"),
            &["QueryParam::new(\"request\""],
        ),
        good(
            "query named url",
            parameter("{name: url, in: query, schema: {type: string}}"),
            &["QueryParam::new(\"url\""],
        ),
        good(
            "query named response",
            parameter("{name: response, in: query, schema: {type: string}}"),
            &["QueryParam::new(\"response\""],
        ),
        good(
            "query named result",
            parameter("{name: result, in: query, schema: {type: string}}"),
            &["QueryParam::new(\"result\""],
        ),
        good(
            "query named info",
            parameter("{name: info, in: query, schema: {type: string}}"),
            &["QueryParam::new(\"info\""],
        ),
        good(
            "query named header_map",
            parameter("{name: header_map, in: query, schema: {type: string}}"),
            &["QueryParam::new(\"header_map\""],
        ),
        good(
            "query named inner",
            parameter("{name: inner, in: query, schema: {type: string}}"),
            &["QueryParam::new(\"inner\""],
        ),
        good(
            "query named self",
            parameter("{name: self, in: query, schema: {type: string}}"),
            &["QueryParam::new(\"self\""],
        ),
        good(
            "deprecated parameter",
            parameter("{name: q, in: query, deprecated: true, schema: {type: string}}"),
            &["QueryParam::new(\"q\""],
        ),
        good(
            "example of a parameter",
            parameter("{name: q, in: query, example: it, schema: {type: string}}"),
            &[".q(\"it\")"],
        ),
        good(
            "example of another type for a parameter",
            parameter("{name: q, in: query, example: it, schema: {type: integer}}"),
            &[".q(1)"],
        ),
        good(
            "a description of several lines",
            parameter("{name: q, in: query, description: \"a\\nb | c\", schema: {type: string}}"),
            &["a b \\| c"],
        ),
        good("path string", path("{type: string}"), &["TryInto<crate::PathId>"]),
        good(
            "path named string",
            [
                path("{$ref: '#/components/schemas/Id'}"),
                vec![set(
                    "/components/schemas/Id",
                    "{type: string, minLength: 1, example: thing_1}",
                )],
            ]
            .concat(),
            &["TryInto<crate::PathId>", ".thing_id(\"thing_1\")"],
        ),
        good("path enum", path("{type: string, enum: [a, b]}"), &["TryInto<crate::PathId>"]),
        good("path uuid", path("{type: string, format: uuid}"), &["TryInto<crate::PathId>"]),
        good("path integer", path("{type: integer}"), &["TryInto<i64>"]),
        good("path boolean", path("{type: boolean}"), &["TryInto<bool>"]),
        good(
            "path nullable string",
            path("{type: string, nullable: true}"),
            &["TryInto<crate::PathId>"],
        ),
        good(
            "style: simple",
            vec![set(&format!("{GET}/parameters/0/style"), "simple")],
            &["TryInto<crate::PathId>"],
        ),
        good(
            "parameters of the path",
            vec![set(
                "/paths/~1things~1{thing_id}/parameters",
                "[{name: q, in: query, schema: {type: string}}]",
            )],
            &["QueryParam::new(\"q\""],
        ),
        good(
            "a parameter that overrides that of the path",
            [
                parameter("{name: q, in: query, schema: {type: integer}}"),
                vec![set(
                    "/paths/~1things~1{thing_id}/parameters",
                    "[{name: q, in: query, schema: {type: string}}]",
                )],
            ]
            .concat(),
            &["TryInto<i64>"],
        ),
        good(
            "a referenced parameter",
            [
                parameter("{$ref: '#/components/parameters/Q'}"),
                vec![set(
                    "/components/parameters/Q",
                    "{name: q, in: query, schema: {type: string}}",
                )],
            ]
            .concat(),
            &["QueryParam::new(\"q\""],
        ),
        good(
            "a prefix and a suffix around a parameter in a path",
            vec![set(
                "/paths/~1things~1x-{thing_id}:run",
                &format!(
                    "{{get: {{operationId: run, x-effect: safe, parameters: [{{name: thing_id, in: path, required: true, schema: {{type: string}}}}], responses: {RESPONSES}}}}}"
                ),
            )],
            &["/things/x-{}:run"],
        ),
    ]
}

const RESPONSES: &str = "{2XX: {description: Yes., content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}";

fn operations() -> Vec<Good> {
    let response = |response: &str| operation("responses", response);
    let json = |schema: &str| {
        format!("{{description: Yes., content: {{application/json: {{schema: {schema}}}}}}}")
    };
    let thing = json("{$ref: '#/components/schemas/Thing'}");
    let error = json("{$ref: '#/components/schemas/ErrorResponse'}");
    let body =
        |content: &str| vec![set("/paths/~1things~1{thing_id}/post/requestBody/content", content)];
    let other = |method: &str, effect: &str| {
        vec![set(
            &format!("/paths/~1others/{method}"),
            &format!("{{operationId: other, x-effect: {effect}, responses: {RESPONSES}}}"),
        )]
    };
    vec![
        good("no errors described", vec![], &["400u16..=499u16", "types::ErrorResponse"]),
        good("errors described", response(&format!("{{2XX: {thing}, 4XX: {error}, 5XX: {error}}}")), &["400u16..=499u16"]),
        good("single codes of errors", response(&format!("{{2XX: {thing}, '404': {error}, '503': {error}}}")), &["400u16..=499u16"]),
        good("an error without a body", response(&format!("{{2XX: {thing}, '404': {{description: No.}}}}")), &["400u16..=499u16"]),
        good("default is the error", response(&format!("{{'200': {thing}, default: {error}}}")), &["200..=299"]),
        good("status 200", response(&format!("{{'200': {thing}}}")), &["200..=299"]),
        good("status 201", response(&format!("{{'201': {thing}}}")), &["200..=299"]),
        good("two successes with the same body", response(&format!("{{'200': {thing}, '202': {thing}}}")), &["200..=299"]),
        good("a success without a body", response("{'204': {description: Done.}}"), &["ResponseValue::empty(response)"]),
        good("a response of bytes", response("{2XX: {description: Yes., content: {application/octet-stream: {schema: {type: string, format: binary}}}}}"), &["ResponseValue<ByteStream>", "matches!(self, Self::RetrieveThing)"]),
        good("a response of bytes without a schema", response("{2XX: {description: Yes., content: {application/octet-stream: {}}}}"), &["ResponseValue<ByteStream>"]),
        good("an inline response", response(&format!("{{2XX: {}}}", json("{type: object, properties: {a: {type: string}}}"))), &["pub struct RetrieveThingResponse"]),
        good("a response of a list", response(&format!("{{2XX: {}}}", json("{type: array, items: {$ref: '#/components/schemas/Thing'}}"))), &["RetrieveThingResponse"]),
        good("a response of a string", response(&format!("{{2XX: {}}}", json("{type: string}"))), &["RetrieveThingResponse"]),
        good("a response of any value", response(&format!("{{2XX: {}}}", json("{}"))), &["RetrieveThingResponse"]),
        good("a nullable response", [response(&format!("{{2XX: {}}}", json("{$ref: '#/components/schemas/Named'}"))), named("{type: object, nullable: true, properties: {a: {type: string}}}")].concat(), &["ResponseValue<types::Named>"]),
        good("a referenced response", [response("{2XX: {$ref: '#/components/responses/Yes'}}"), vec![set("/components/responses/Yes", &thing)]].concat(), &["ResponseValue<types::Thing>"]),
        good("headers of a response", response("{2XX: {description: Yes., headers: {x-request-id: {schema: {type: string}}}, content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}"), &["ResponseValue<types::Thing>"]),
        good("a content type with a charset", response("{2XX: {description: Yes., content: {'application/json; charset=utf-8': {schema: {$ref: '#/components/schemas/Thing'}}}}}"), &["ResponseValue<types::Thing>"]),
        good("an inline body", body("{application/json: {schema: {type: object, properties: {a: {type: string}}}}}"), &["pub struct UpdateThingRequest"]),
        good("a body of a list", body("{application/json: {schema: {type: array, items: {type: string}}}}"), &["UpdateThingRequest"]),
        good("a body of any value", body("{application/json: {schema: {}}}"), &["UpdateThingRequest"]),
        good("a body of a union", body("{application/json: {schema: {oneOf: [{type: string}, {$ref: '#/components/schemas/Thing'}]}}}"), &["pub enum UpdateThingRequest"]),
        good("a body of an enum", body("{application/json: {schema: {type: string, enum: [a]}}}"), &["pub enum UpdateThingRequest"]),
        good("a body without an example", body("{application/json: {schema: {$ref: '#/components/schemas/Thing'}}}"), &[".body_map(|body| body)"]),
        good("a body with several examples", body("{application/json: {schema: {$ref: '#/components/schemas/Thing'}, examples: {one: {value: {id: thing_2}}}}}"), &[".id(\"thing_2\")"]),
        good("an example of a body with names of its own", [vec![set("/components/schemas/Thing/properties/type", "{type: string}"), set("/components/schemas/Thing/required/-", "type")], body("{application/json: {schema: {$ref: '#/components/schemas/Thing'}, example: {id: a, type: b}}}")].concat(), &[".type_(\"b\")"]),
        good("an example of a body that does not fit", body("{application/json: {schema: {$ref: '#/components/schemas/Thing'}, example: {id: 1, other: 2}}}"), &[".body_map(|body| body)"]),
        good("a body that is optional", vec![set("/paths/~1things~1{thing_id}/post/requestBody/required", "false")], &["body_map"]),
        good("a referenced body", [vec![set("/paths/~1things~1{thing_id}/post/requestBody", "{$ref: '#/components/requestBodies/B'}")], vec![set("/components/requestBodies/B", "{content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}")]].concat(), &["body_map"]),
        good("method PUT", other("put", "idempotent"), &[".put(url)"]),
        good("method PATCH", other("patch", "creates"), &[".patch(url)"]),
        good("method DELETE", other("delete", "idempotent"), &[".delete(url)"]),
        good("method HEAD", other("head", "safe"), &[".head(url)"]),
        good("method POST without a body", other("post", "bills"), &["crate::Effect::Bills"]),
        good("a deprecated operation", operation("deprecated", "true"), &["**Deprecated** by the API."]),
        good("security of the document, repeated", operation("security", "[{Key: []}]"), &["retrieve_thing"]),
        good("tags, externalDocs and extensions of an operation", [operation("tags", "[A]"), operation("externalDocs", "{url: 'https://example.com'}"), operation("x-y", "1")].concat(), &["retrieve_thing"]),
        good("no summary and no description", vec![remove(&format!("{GET}/summary")), remove(&format!("{GET}/description"))], &["retrieve_thing"]),
        good("summary and description of a path", vec![set("/paths/~1things~1{thing_id}/summary", "A."), set("/paths/~1things~1{thing_id}/description", "B.")], &["retrieve_thing"]),
        good("an extension of the paths", vec![set("/paths/x-y", "1")], &["retrieve_thing"]),
        good("an operation that is implemented by hand", [vec![set("/paths/~1forms/post", "{operationId: sendForm, x-effect: creates, x-hand-written: it is a form, requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {file: {type: string, format: binary}}}}}}, responses: {2XX: {description: Yes.}}}")]].concat(), &["SendForm", "\"send_form\" => Self::SendForm"]),
        good("pagination", [parameter("{name: after, in: query, schema: {type: string}}"), operation("x-pagination", "{parameter: after, field: id}")].concat(), &["parameter: \"after\""]),
        good("a rate limit", operation("x-rate-limit", "{calls: 5, seconds: 60}"), &["calls: 5"]),
        good("facts about batches", named("{type: string, enum: [/v1/a, /v1/b], x-batch-input: {requests: 10, bytes: 100, endpoints: {/v1/a: {summary: A, model: required}, /v1/b: {summary: B, model: optional, inputs: 7}}}}"), &["requests: 10", "Some(7)"]),
        good("no servers and no security", vec![remove("/servers"), remove("/security")], &["retrieve_thing"]),
        good("tags of the document", vec![set("/tags", "[{name: A, description: B.}]")], &["retrieve_thing"]),
    ]
}

fn names() -> Vec<Good> {
    let schema = |name: &str| {
        vec![
            set(
                &format!("/components/schemas/{name}"),
                "{type: object, required: [a], properties: {a: {type: string}}}",
            ),
            set(
                "/components/schemas/Thing/properties/x",
                &format!("{{$ref: '#/components/schemas/{name}'}}"),
            ),
        ]
    };
    let id = |id: &str| operation("operationId", id);
    vec![
        good("a schema with an acronym", schema("OpenAIFile"), &["pub struct OpenAiFile"]),
        good("a schema in snake case", schema("open_file"), &["pub struct OpenFile"]),
        good("a schema with a dot", schema("api.File"), &["pub struct ApiFile"]),
        good("a schema named like a keyword", schema("type"), &["pub struct Type"]),
        good("a schema named Self", schema("self"), &["pub struct Self_"]),
        good("a schema named Option", schema("Option"), &["pub struct Option"]),
        good("a schema named String", schema("String"), &["pub struct String"]),
        good("a schema named Vec", schema("Vec"), &["pub struct Vec"]),
        good("a schema named Result", schema("Result"), &["pub struct Result"]),
        good("a schema named Error", schema("Error"), &["pub struct Error"]),
        good("a schema named Value", schema("Value"), &["pub struct Value"]),
        good("a schema named Box", schema("Box"), &["pub struct Box"]),
        good("a schema named Client", schema("Client"), &["pub struct Client"]),
        good("a schema named Operation", schema("Operation"), &["pub struct Operation"]),
        good("a schema named Unknown", schema("Unknown"), &["pub struct Unknown"]),
        good("an operationId in snake case", id("retrieve_thing"), &["pub fn retrieve_thing"]),
        good("an operationId with a dash", id("retrieve-thing"), &["pub fn retrieve_thing"]),
        good("an operationId that is a keyword", id("match"), &["pub fn match_"]),
        good("an operationId in Pascal case", id("RetrieveThing"), &["pub fn retrieve_thing"]),
        good("an operationId named like a schema", id("thing"), &["pub fn thing"]),
        good("an operationId named builder", id("builder"), &["pub fn builder"]),
    ]
}

fn version_31() -> Vec<Good> {
    vec![
        good("3.1: the document", v31(vec![]), &["pub struct Thing"]),
        good("3.1: type and null", v31(required("{type: [string, 'null']}")), &[OPTIONAL_STRING]),
        good("3.1: a list of one type", v31(required("{type: [string]}")), &[STRING]),
        good(
            "3.1: several types",
            v31(field("{type: [string, integer]}")),
            &["pub enum ThingX", "Integer(i64)"],
        ),
        good(
            "3.1: several types and null",
            v31(field("{type: [string, number, 'null']}")),
            &["Option<ThingX>"],
        ),
        good(
            "3.1: array and null",
            v31(field("{type: [array, 'null'], items: {type: string}}")),
            &["Option<::std::vec::Vec<"],
        ),
        good(
            "3.1: object and null",
            v31(field("{type: [object, 'null'], properties: {a: {type: string}}}")),
            &["Option<ThingX>"],
        ),
        good(
            "3.1: anyOf with null",
            v31(field("{anyOf: [{$ref: '#/components/schemas/ErrorDetail'}, {type: 'null'}]}")),
            &["Option<ErrorDetail>"],
        ),
        good(
            "3.1: oneOf with null and description",
            v31(required("{description: D., oneOf: [{type: integer}, {type: 'null'}]}")),
            &["Option<i64>"],
        ),
        good(
            "3.1: a named schema with null",
            v31(named(
                "{anyOf: [{type: object, additionalProperties: {type: string}}, {type: 'null'}]}",
            )),
            &["Option<Named>"],
        ),
        good("3.1: const", v31(required("{type: string, const: thing}")), &["pub enum ThingX"]),
        good("3.1: const without a type", v31(required("{const: thing}")), &["pub enum ThingX"]),
        good("3.1: const of an integer", v31(required("{const: 3}")), &["pub x: i64,"]),
        good(
            "3.1: enum with null",
            v31(field("{type: [string, 'null'], enum: [a, null]}")),
            &["Option<ThingX>"],
        ),
        good(
            "3.1: oneOf const",
            v31(field("{oneOf: [{const: a, description: A.}, {const: b}]}")),
            &["[\"a\", \"b\"]"],
        ),
        good("3.1: examples", v31(field("{type: string, examples: [a, b]}")), &[OPTIONAL_STRING]),
        good(
            "3.1: numeric exclusiveMinimum",
            v31(required("{type: number, exclusiveMinimum: 0}")),
            &["pub x: f64,"],
        ),
        good(
            "3.1: a description beside a reference",
            v31(field("{$ref: '#/components/schemas/ErrorDetail', description: Mine.}")),
            &["/// Mine.", "Option<ErrorDetail>"],
        ),
        good(
            "3.1: a default beside a reference",
            v31([
                named("{type: string, enum: [a]}"),
                field("{$ref: '#/components/schemas/Named', default: a}"),
            ]
            .concat()),
            &["Option<Named>"],
        ),
        good("3.1: a schema that is true", v31(field("true")), &["::serde_json::Value"]),
        good(
            "3.1: items that are true",
            v31(field("{type: array, items: true}")),
            &["Vec<::serde_json::Value>"],
        ),
        good(
            "3.1: contentEncoding",
            v31(required("{type: string, contentEncoding: base64, contentMediaType: image/png}")),
            &[STRING],
        ),
        good(
            "3.1: propertyNames",
            v31(field(
                "{type: object, additionalProperties: {type: string}, propertyNames: {maxLength: 3}}",
            )),
            &["BTreeMap"],
        ),
        good("3.1: $comment", v31(field("{type: string, $comment: hidden}")), &[OPTIONAL_STRING]),
        good(
            "3.1: license identifier",
            v31(vec![
                set("/info/license", "{name: MIT, identifier: MIT}"),
                set("/info/summary", "S."),
            ]),
            &["pub struct Thing"],
        ),
        good(
            "3.1: nullable, as some documents still write it",
            v31(required("{type: string, nullable: true}")),
            &[OPTIONAL_STRING],
        ),
    ]
}
