//! Constructs that are refused.

use super::*;

fn bad(
    name: &'static str,
    edits: Vec<Edit>,
    place: &'static str,
    reason: &'static str,
    remedy: &'static str,
) -> Bad {
    Bad { case: Case { name, edits }, place, reason, remedy }
}

const X: &str = "/components/schemas/Thing/properties/x";
const OPERATION: &str = "/paths/~1things~1{thing_id}/get";
const PARAMETER: &str = "/paths/~1things~1{thing_id}/get/parameters/1";
const FIRST: &str = "/paths/~1things~1{thing_id}/get/parameters/0";
const BODY: &str = "/paths/~1things~1{thing_id}/post/requestBody";

pub(super) fn cases() -> Vec<Bad> {
    [documents(), schemas(), unions(), all_of(), parameters(), operations(), facts(), names()]
        .into_iter()
        .flatten()
        .collect()
}

fn documents() -> Vec<Bad> {
    vec![
        bad(
            "Swagger 2.0",
            vec![remove("/openapi"), set("/swagger", "'2.0'")],
            "/",
            "version of OpenAPI is missing",
            "3.0.3",
        ),
        bad("OpenAPI 3.2", vec![set("/openapi", "3.2.0")], "/openapi", "3.2.0", "3.1.0"),
        bad(
            "an unknown keyword of the document",
            vec![set("/pathes", "{}")],
            "/pathes",
            "not a keyword",
            "spelling",
        ),
        bad("no title", vec![set("/info", "{version: '1'}")], "/info", "title", "another way"),
        bad(
            "webhooks",
            v31(vec![set("/webhooks", "{}")]),
            "/webhooks",
            "not requests of a client",
            "by hand",
        ),
        bad(
            "components.callbacks",
            vec![set("/components/callbacks", "{}")],
            "/components/callbacks",
            "callbacks",
            "by hand",
        ),
        bad(
            "components.links",
            vec![set("/components/links", "{}")],
            "/components/links",
            "links",
            "by hand",
        ),
        bad(
            "components.pathItems",
            v31(vec![set("/components/pathItems", "{}")]),
            "/components/pathItems",
            "under `paths`",
            "move",
        ),
        bad(
            "no error envelope",
            vec![remove("/components/schemas/ErrorResponse")],
            "/components/schemas",
            "ErrorResponse",
            "add it",
        ),
        bad(
            "a reference that does not resolve",
            field("{$ref: '#/components/schemas/Nowhere'}"),
            "/components/schemas/Thing/properties/x",
            "does not resolve",
            "#/components/",
        ),
        bad(
            "a reference to another document",
            field("{$ref: 'other.yaml#/A'}"),
            "/components/schemas/Thing/properties/x",
            "within the document",
            "#/components/",
        ),
        bad(
            "a reference that is no string",
            field("{$ref: 1}"),
            "/components/schemas/Thing/properties/x",
            "must be a string",
            "#/components/",
        ),
        bad(
            "a reference into a schema",
            field("{$ref: '#/components/schemas/Thing/properties/id'}"),
            "/components/schemas/Thing/properties/x/$ref",
            "not a schema with a name",
            "components/schemas",
        ),
        bad(
            "a reference of a response to itself",
            vec![
                set("/components/responses/A", "{$ref: '#/components/responses/A'}"),
                set(&format!("{GET}/responses/2XX"), "{$ref: '#/components/responses/A'}"),
            ],
            "/paths/~1things~1{thing_id}/get/responses/2XX",
            "itself",
            "write",
        ),
        bad(
            "nullable beside a reference",
            field("{$ref: '#/components/schemas/ErrorDetail', nullable: true}"),
            "/components/schemas/Thing/properties/x/nullable",
            "beside a `$ref`",
            "allOf",
        ),
        bad("a schema that is no object", field("text"), X, "must be an object", "object"),
        bad(
            "properties that are no object",
            named("{type: object, properties: [a]}"),
            "/components/schemas/Named/properties",
            "must be an object",
            "object",
        ),
        bad(
            "parameters that are no list",
            vec![set(&format!("{GET}/parameters"), "{}")],
            "/paths/~1things~1{thing_id}/get/parameters",
            "must be an array",
            "array",
        ),
    ]
}

fn schemas() -> Vec<Bad> {
    vec![
        bad(
            "an unknown keyword",
            field("{type: string, maxLenght: 3}"),
            "/components/schemas/Thing/properties/x/maxLenght",
            "not a keyword",
            "spelling",
        ),
        bad(
            "an unknown type",
            field("{type: strnig}"),
            "/components/schemas/Thing/properties/x/type",
            "\"strnig\" is not a type",
            "string",
        ),
        bad(
            "3.0: a list of types",
            field("{type: [string, 'null']}"),
            "/components/schemas/Thing/properties/x/type",
            "must be a string",
            "nullable",
        ),
        bad(
            "only null",
            v31(field("{type: 'null'}")),
            "/components/schemas/Thing/properties/x/type",
            "null is the only value",
            "remove",
        ),
        bad(
            "a type that contradicts a keyword",
            field("{type: string, properties: {a: {type: string}}}"),
            "/components/schemas/Thing/properties/x/type",
            "type object",
            "remove",
        ),
        bad(
            "items of an object",
            field("{type: object, items: {type: string}}"),
            "/components/schemas/Thing/properties/x/type",
            "type array",
            "remove",
        ),
        bad(
            "not",
            field("{not: {type: string}}"),
            "/components/schemas/Thing/properties/x/not",
            "no Rust type",
            "oneOf",
        ),
        bad(
            "if",
            v31(field("{if: {}, then: {}, else: {}}")),
            "/components/schemas/Thing/properties/x/if",
            "no Rust type",
            "oneOf",
        ),
        bad(
            "dependentRequired",
            v31(field("{dependentRequired: {}}")),
            "/components/schemas/Thing/properties/x/dependentRequired",
            "no Rust type",
            "oneOf",
        ),
        bad(
            "contains",
            v31(field("{type: array, contains: {}}")),
            "/components/schemas/Thing/properties/x/contains",
            "no Rust type",
            "oneOf",
        ),
        bad(
            "unevaluatedProperties",
            v31(field("{unevaluatedProperties: false}")),
            "/components/schemas/Thing/properties/x/unevaluatedProperties",
            "no Rust type",
            "oneOf",
        ),
        bad(
            "patternProperties",
            v31(field("{patternProperties: {}}")),
            "/components/schemas/Thing/properties/x/patternProperties",
            "match a pattern",
            "additionalProperties",
        ),
        bad(
            "prefixItems",
            v31(field("{prefixItems: []}")),
            "/components/schemas/Thing/properties/x/prefixItems",
            "different types",
            "items",
        ),
        bad(
            "contentSchema",
            v31(field("{type: string, contentSchema: {}}")),
            "/components/schemas/Thing/properties/x/contentSchema",
            "not decoded",
            "prose",
        ),
        bad(
            "$defs",
            v31(field("{$defs: {}}")),
            "/components/schemas/Thing/properties/x/$defs",
            "within the document",
            "components/schemas",
        ),
        bad(
            "$id",
            v31(field("{$id: a}")),
            "/components/schemas/Thing/properties/x/$id",
            "within the document",
            "components/schemas",
        ),
        bad(
            "xml",
            field("{type: string, xml: {name: a}}"),
            "/components/schemas/Thing/properties/x/xml",
            "JSON",
            "remove",
        ),
        bad(
            "readOnly",
            field("{type: string, readOnly: true}"),
            "/components/schemas/Thing/properties/x/readOnly",
            "requests and responses",
            "another one",
        ),
        bad(
            "writeOnly",
            field("{type: string, writeOnly: true}"),
            "/components/schemas/Thing/properties/x/writeOnly",
            "requests and responses",
            "another one",
        ),
        bad(
            "a required field that is not described",
            vec![set("/components/schemas/Thing/required/-", "z")],
            "/components/schemas/Thing/required",
            "\"z\" is not described",
            "properties",
        ),
        bad(
            "required: true",
            named("{type: object, required: true, properties: {a: {type: string}}}"),
            "/components/schemas/Named/required",
            "list of names",
            "array",
        ),
        bad(
            "an enum without values",
            field("{type: string, enum: []}"),
            "/components/schemas/Thing/properties/x/enum",
            "no values",
            "remove",
        ),
        bad(
            "an enum with a value twice",
            field("{type: string, enum: [a, b, a]}"),
            "/components/schemas/Thing/properties/x/enum/2",
            "twice",
            "remove",
        ),
        bad(
            "an enum with a value of another type",
            field("{type: string, enum: [a, 1]}"),
            "/components/schemas/Thing/properties/x/enum",
            "not a value of type",
            "one type",
        ),
        bad(
            "3.0: an enum with null",
            field("{type: string, nullable: true, enum: [a, null]}"),
            "/components/schemas/Thing/properties/x/enum",
            "null is not a value",
            "nullable",
        ),
        bad(
            "an enum of objects",
            field("{type: object, enum: [{a: 1}]}"),
            "/components/schemas/Thing/properties/x/enum",
            "not a value of type",
            "one type",
        ),
        bad(
            "a default that is not a value of the enum",
            named("{type: string, enum: [a], default: b}"),
            "/components/schemas/Named/default",
            "not a value of the enum",
            "one of its values",
        ),
        bad("3.1: a schema that is false", v31(field("false")), X, "no value is valid", "remove"),
        bad("3.0: a schema that is true", field("true"), X, "must be an object", "object"),
        bad(
            "3.1: an empty list of types",
            v31(field("{type: []}")),
            "/components/schemas/Thing/properties/x/type",
            "empty",
            "name a type",
        ),
        bad(
            "3.1: an enum of several types",
            v31(field("{type: [string, integer], enum: [a, 1]}")),
            "/components/schemas/Thing/properties/x/type",
            "several types",
            "one type",
        ),
        bad(
            "3.1: const and enum",
            v31(field("{const: a, enum: [a]}")),
            "/components/schemas/Thing/properties/x/const",
            "both",
            "keep one",
        ),
        bad(
            "a discriminator without a union",
            named(
                "{type: object, discriminator: {propertyName: a}, properties: {a: {type: string}}}",
            ),
            "/components/schemas/Named/discriminator",
            "without a union",
            "oneOf",
        ),
    ]
}

fn unions() -> Vec<Bad> {
    const A: &str = "{type: object, title: A, required: [a], properties: {a: {type: string}}}";
    const B: &str = "{type: object, title: B, required: [a], properties: {a: {type: string}, b: {type: string}}}";
    vec![
        bad("an empty union", field("{oneOf: []}"), "/components/schemas/Thing/properties/x/oneOf", "empty", "remove"),
        bad("oneOf and anyOf", field("{oneOf: [{type: string}], anyOf: [{type: string}]}"), "/components/schemas/Thing/properties/x/oneOf", "both", "keep one"),
        bad("fields beside a union", field("{properties: {a: {type: string}}, oneOf: [{type: string}, {type: integer}]}"), "/components/schemas/Thing/properties/x/properties", "each of its members", "allOf"),
        bad("members that cannot be told apart", field(&format!("{{oneOf: [{A}, {B}]}}")), "/components/schemas/Thing/properties/x/oneOf", "whether it is", "discriminator"),
        bad("members with the same tag", field("{oneOf: [{type: object, title: A, properties: {t: {enum: [a]}}}, {type: object, title: B, properties: {t: {enum: [a]}}}]}"), "/components/schemas/Thing/properties/x/oneOf", "whether it is", "discriminator"),
        bad("two maps", field("{oneOf: [{type: object, additionalProperties: {type: string}}, {type: object, additionalProperties: {type: integer}}]}"), "/components/schemas/Thing/properties/x/oneOf", "whether it is", "discriminator"),
        bad("two lists of objects", field(&format!("{{oneOf: [{{type: array, items: {A}}}, {{type: array, items: {{$ref: '#/components/schemas/Thing'}}}}]}}")), "/components/schemas/Thing/properties/x/oneOf", "whether it is", "discriminator"),
        bad("a discriminator without a name", [named("{oneOf: [{$ref: '#/components/schemas/ErrorDetail'}, {$ref: '#/components/schemas/ErrorResponse'}], discriminator: {}}")].concat(), "/components/schemas/Named/discriminator", "names no field", "propertyName"),
        bad("a discriminator that no member has", named("{oneOf: [{$ref: '#/components/schemas/ErrorDetail'}, {$ref: '#/components/schemas/ErrorResponse'}], discriminator: {propertyName: kind}}"), "/components/schemas/Named/discriminator", "no field \"kind\"", "every member"),
        bad("a discriminator of any value", named("{oneOf: [{$ref: '#/components/schemas/ErrorDetail'}, {type: object, title: Other, properties: {message: {type: string}}}], discriminator: {propertyName: message}}"), "/components/schemas/Named/oneOf", "which value", "mapping"),
        bad("a member named Unknown", [named("{oneOf: [{type: string}, {$ref: '#/components/schemas/Unknown'}]}"), vec![set("/components/schemas/Unknown", A)]].concat(), "/components/schemas/Named/oneOf", "Unknown", "rename"),
        bad("a union in a query", parameter("{name: q, in: query, schema: {oneOf: [{type: string}, {type: integer}]}}"), "/paths/~1things~1{thing_id}/get/parameters/1/schema", "a query parameter must be", "by hand"),
    ]
}

fn all_of() -> Vec<Bad> {
    vec![
        bad(
            "allOf with a conflict",
            named(
                "{allOf: [{properties: {a: {type: string}}}, {properties: {a: {type: integer}}}]}",
            ),
            "/components/schemas/Named/allOf/1/properties/a",
            "disagree about the field \"a\"",
            "merged schema",
        ),
        bad(
            "allOf of strings",
            named("{allOf: [{type: string}, {type: string, enum: [a]}]}"),
            "/components/schemas/Named/allOf/0/type",
            "must be objects",
            "merged schema",
        ),
        bad(
            "allOf of an object and a union",
            named(
                "{allOf: [{$ref: '#/components/schemas/Thing'}, {oneOf: [{type: string}, {type: integer}]}]}",
            ),
            "/components/schemas/Named/allOf/1/oneOf",
            "must be objects",
            "merged schema",
        ),
        bad(
            "allOf with different additional properties",
            named(
                "{allOf: [{additionalProperties: {type: string}}, {additionalProperties: {type: integer}}]}",
            ),
            "/components/schemas/Named/allOf/1/additionalProperties",
            "disagree",
            "merged schema",
        ),
        bad(
            "allOf of itself",
            named(
                "{allOf: [{$ref: '#/components/schemas/Named'}, {properties: {a: {type: string}}}]}",
            ),
            "/components/schemas/Named",
            "itself",
            "write what it consists of",
        ),
    ]
}

fn parameters() -> Vec<Bad> {
    let query = |rest: &str| parameter(&format!("{{name: q, in: query, {rest}}}"));
    vec![
        bad(
            "a parameter in a header",
            parameter("{name: q, in: header, schema: {type: string}}"),
            "/paths/~1things~1{thing_id}/get/parameters/1/in",
            "would not be sent",
            "Config",
        ),
        bad(
            "a parameter in a cookie",
            parameter("{name: q, in: cookie, schema: {type: string}}"),
            "/paths/~1things~1{thing_id}/get/parameters/1/in",
            "would not be sent",
            "Config",
        ),
        bad(
            "a parameter nowhere",
            parameter("{name: q, schema: {type: string}}"),
            PARAMETER,
            "in the query or in the path",
            "in: query",
        ),
        bad(
            "a parameter without a name",
            parameter("{in: query, schema: {type: string}}"),
            PARAMETER,
            "no name",
            "add `name`",
        ),
        bad(
            "a parameter without a schema",
            query("description: D."),
            PARAMETER,
            "no schema",
            "add `schema`",
        ),
        bad(
            "content of a parameter",
            query("content: {application/json: {schema: {}}}"),
            "/paths/~1things~1{thing_id}/get/parameters/1/content",
            "document of its own",
            "schema",
        ),
        bad(
            "explode: false of a list",
            query("explode: false, schema: {type: array, items: {type: string}}"),
            "/paths/~1things~1{thing_id}/get/parameters/1/explode",
            "one pair per item",
            "by hand",
        ),
        bad(
            "deepObject",
            query("style: deepObject, schema: {type: object, properties: {a: {type: string}}}"),
            "/paths/~1things~1{thing_id}/get/parameters/1/style",
            "deepObject",
            "form",
        ),
        bad(
            "pipeDelimited",
            query("style: pipeDelimited, schema: {type: array, items: {type: string}}"),
            "/paths/~1things~1{thing_id}/get/parameters/1/style",
            "pipeDelimited",
            "form",
        ),
        bad(
            "spaceDelimited",
            query("style: spaceDelimited, schema: {type: array, items: {type: string}}"),
            "/paths/~1things~1{thing_id}/get/parameters/1/style",
            "spaceDelimited",
            "form",
        ),
        bad(
            "style: matrix",
            vec![set(&format!("{FIRST}/style"), "matrix")],
            "/paths/~1things~1{thing_id}/get/parameters/0/style",
            "matrix",
            "simple",
        ),
        bad(
            "allowReserved",
            query("allowReserved: true, schema: {type: string}"),
            "/paths/~1things~1{thing_id}/get/parameters/1/allowReserved",
            "always encoded",
            "remove",
        ),
        bad(
            "allowEmptyValue",
            query("allowEmptyValue: true, schema: {type: string}"),
            "/paths/~1things~1{thing_id}/get/parameters/1/allowEmptyValue",
            "without a value",
            "remove",
        ),
        bad(
            "an object in a query",
            query("schema: {type: object, properties: {a: {type: string}}}"),
            "/paths/~1things~1{thing_id}/get/parameters/1/schema",
            "a query parameter must be",
            "by hand",
        ),
        bad(
            "a map in a query",
            query("schema: {type: object, additionalProperties: {type: string}}"),
            "/paths/~1things~1{thing_id}/get/parameters/1/schema",
            "a query parameter must be",
            "by hand",
        ),
        bad(
            "any value in a query",
            query("schema: {}"),
            "/paths/~1things~1{thing_id}/get/parameters/1/schema",
            "a query parameter must be",
            "by hand",
        ),
        bad(
            "a list of lists in a query",
            query("schema: {type: array, items: {type: array, items: {type: string}}}"),
            "/paths/~1things~1{thing_id}/get/parameters/1/schema",
            "a query parameter must be",
            "by hand",
        ),
        bad(
            "a list in a path",
            vec![set(&format!("{FIRST}/schema"), "{type: array, items: {type: string}}")],
            "/paths/~1things~1{thing_id}/get/parameters/0/schema",
            "a part of a path",
            "one of these",
        ),
        bad(
            "an object in a path",
            vec![set(
                &format!("{FIRST}/schema"),
                "{type: object, properties: {a: {type: string}}}",
            )],
            "/paths/~1things~1{thing_id}/get/parameters/0/schema",
            "a part of a path",
            "one of these",
        ),
        bad(
            "an optional parameter in a path",
            vec![remove(&format!("{FIRST}/required"))],
            FIRST,
            "not complete",
            "required: true",
        ),
        bad(
            "a path with a parameter that is not described",
            vec![set(&format!("{FIRST}/name"), "other")],
            OPERATION,
            "\"thing_id\", which is not described",
            "in: path",
        ),
        bad(
            "a parameter that the path lacks",
            parameter("{name: other, in: path, required: true, schema: {type: string}}"),
            OPERATION,
            "no parameter \"other\"",
            "remove",
        ),
        bad(
            "a parameter given twice",
            [
                parameter("{name: q, in: query, schema: {type: string}}"),
                parameter("{name: q, in: query, schema: {type: string}}"),
            ]
            .concat(),
            "/paths/~1things~1{thing_id}/get/parameters/2",
            "given twice",
            "remove",
        ),
        bad(
            "a path that does not begin with a slash",
            vec![set(
                "/paths/things",
                "{get: {operationId: other, x-effect: safe, responses: {2XX: {description: Yes.}}}}",
            )],
            "/paths/things",
            "not a template",
            "begin it with",
        ),
        bad(
            "a path with an open brace",
            vec![set(
                "/paths/~1a~1{b",
                "{get: {operationId: other, x-effect: safe, responses: {2XX: {description: Yes.}}}}",
            )],
            "/paths/~1a~1{b",
            "not a template",
            "braces",
        ),
        bad(
            "a path with a parameter twice",
            vec![set(
                "/paths/~1{a}~1{a}",
                "{get: {operationId: other, x-effect: safe, parameters: [{name: a, in: path, required: true, schema: {type: string}}], responses: {2XX: {description: Yes.}}}}",
            )],
            "/paths/~1{a}~1{a}/get",
            "twice",
            "name",
        ),
        bad(
            "a parameter named client",
            query("schema: {type: string}")
                .into_iter()
                .chain([set(&format!("{PARAMETER}/name"), "client")])
                .collect(),
            "/paths/~1things~1{thing_id}/get/parameters/1/name",
            "`client` of its own",
            "x-hand-written",
        ),
        bad(
            "a parameter named body",
            query("schema: {type: string}")
                .into_iter()
                .chain([set(&format!("{PARAMETER}/name"), "body")])
                .collect(),
            "/paths/~1things~1{thing_id}/get/parameters/1/name",
            "`body` of its own",
            "x-hand-written",
        ),
        bad(
            "a parameter named send",
            query("schema: {type: string}")
                .into_iter()
                .chain([set(&format!("{PARAMETER}/name"), "send")])
                .collect(),
            "/paths/~1things~1{thing_id}/get/parameters/1/name",
            "`send` of its own",
            "x-hand-written",
        ),
    ]
}

fn operations() -> Vec<Bad> {
    let response = |response: &str| operation("responses", response);
    let body = |body: &str| vec![set(BODY, body)];
    const THING: &str = "{description: Yes., content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}";
    vec![
        bad(
            "an unknown keyword of an operation",
            operation("respones", "{}"),
            "/paths/~1things~1{thing_id}/get/respones",
            "not a keyword",
            "spelling",
        ),
        bad(
            "no operationId",
            vec![remove(&format!("{GET}/operationId"))],
            OPERATION,
            "no operationId",
            "camel case",
        ),
        bad(
            "an operationId twice",
            operation("operationId", "updateThing"),
            "/paths/~1things~1{thing_id}/post/operationId",
            "both become",
            "rename",
        ),
        bad(
            "callbacks",
            operation("callbacks", "{}"),
            "/paths/~1things~1{thing_id}/get/callbacks",
            "callbacks",
            "by hand",
        ),
        bad(
            "links of a response",
            response(
                &THING
                    .replace("description", "links: {}, description")
                    .replacen('{', "{2XX: {", 1)
                    .replace("}}}}", "}}}}}"),
            ),
            "/paths/~1things~1{thing_id}/get/responses/2XX/links",
            "links",
            "by hand",
        ),
        bad(
            "servers of an operation",
            operation("servers", "[{url: 'https://other.example.com'}]"),
            "/paths/~1things~1{thing_id}/get/servers",
            "one base URL",
            "Config",
        ),
        bad(
            "servers of a path",
            vec![set(
                "/paths/~1things~1{thing_id}/servers",
                "[{url: 'https://other.example.com'}]",
            )],
            "/paths/~1things~1{thing_id}/servers",
            "one base URL",
            "Config",
        ),
        bad(
            "security of an operation",
            operation("security", "[]"),
            "/paths/~1things~1{thing_id}/get/security",
            "same credentials",
            "by hand",
        ),
        bad(
            "a path that is a reference",
            vec![set("/paths/~1a", "{$ref: '#/paths/~1things~1{thing_id}'}")],
            "/paths/~1a/$ref",
            "written where it is",
            "copy",
        ),
        bad(
            "method OPTIONS",
            vec![set("/paths/~1a/options", "{}")],
            "/paths/~1a/options",
            "OPTIONS",
            "by hand",
        ),
        bad(
            "method TRACE",
            vec![set("/paths/~1a/trace", "{}")],
            "/paths/~1a/trace",
            "TRACE",
            "by hand",
        ),
        bad(
            "no responses",
            vec![remove(&format!("{GET}/responses"))],
            OPERATION,
            "no responses",
            "2XX",
        ),
        bad(
            "no success",
            response("{4XX: {description: No.}}"),
            "/paths/~1things~1{thing_id}/get/responses",
            "no response is a success",
            "2XX",
        ),
        bad(
            "a redirect",
            response(&format!("{{2XX: {THING}, '302': {{description: There.}}}}")),
            "/paths/~1things~1{thing_id}/get/responses/302",
            "only 2xx, 4xx, and 5xx",
            "`2XX`",
        ),
        bad(
            "a status that is none",
            response(&format!("{{2XX: {THING}, abc: {{description: There.}}}}")),
            "/paths/~1things~1{thing_id}/get/responses/abc",
            "only 2xx, 4xx, and 5xx",
            "`2XX`",
        ),
        bad(
            "two successes with different bodies",
            response(&format!("{{'200': {THING}, '204': {{description: Nothing.}}}}")),
            "/paths/~1things~1{thing_id}/get/responses/204",
            "different bodies",
            "same body",
        ),
        bad(
            "an error of another type",
            response(&format!("{{2XX: {THING}, 4XX: {THING}}}")),
            "/paths/~1things~1{thing_id}/get/responses/4XX/content/application~1json",
            "decoded as ErrorResponse",
            "ErrorResponse",
        ),
        bad(
            "an error in another format",
            response(&format!(
                "{{2XX: {THING}, default: {{description: No., content: {{text/plain: {{schema: {{type: string}}}}}}}}}}"
            )),
            "/paths/~1things~1{thing_id}/get/responses/default/content/text~1plain",
            "decoded as ErrorResponse",
            "remove",
        ),
        bad(
            "a response of text",
            response("{2XX: {description: Yes., content: {text/plain: {schema: {type: string}}}}}"),
            "/paths/~1things~1{thing_id}/get/responses/2XX/content/text~1plain",
            "text/plain",
            "octet-stream",
        ),
        bad(
            "a response of an image",
            response("{2XX: {description: Yes., content: {image/png: {}}}}"),
            "/paths/~1things~1{thing_id}/get/responses/2XX/content/image~1png",
            "image/png",
            "octet-stream",
        ),
        bad(
            "a response of events",
            response(
                "{2XX: {description: Yes., content: {text/event-stream: {schema: {type: string}}}}}",
            ),
            "/paths/~1things~1{thing_id}/get/responses/2XX/content/text~1event-stream",
            "text/event-stream",
            "application/json",
        ),
        bad(
            "a response with two content types",
            response(
                "{2XX: {description: Yes., content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}, text/plain: {schema: {type: string}}}}}",
            ),
            "/paths/~1things~1{thing_id}/get/responses/2XX/content/text~1plain",
            "several content types",
            "keep one",
        ),
        bad(
            "a response without a schema",
            response("{2XX: {description: Yes., content: {application/json: {}}}}"),
            "/paths/~1things~1{thing_id}/get/responses/2XX/content/application~1json",
            "no schema",
            "add `schema`",
        ),
        bad(
            "a form",
            body(
                "{content: {multipart/form-data: {schema: {type: object, properties: {a: {type: string}}}}}}",
            ),
            "/paths/~1things~1{thing_id}/post/requestBody/content/multipart~1form-data",
            "multipart/form-data",
            "x-hand-written",
        ),
        bad(
            "a form in a URL",
            body(
                "{content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: string}}}}}}",
            ),
            "/paths/~1things~1{thing_id}/post/requestBody/content/application~1x-www-form-urlencoded",
            "urlencoded",
            "x-hand-written",
        ),
        bad(
            "a body of text",
            body("{content: {text/plain: {schema: {type: string}}}}"),
            "/paths/~1things~1{thing_id}/post/requestBody/content/text~1plain",
            "text/plain",
            "x-hand-written",
        ),
        bad(
            "a body with two content types",
            body(
                "{content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}, text/plain: {schema: {type: string}}}}",
            ),
            "/paths/~1things~1{thing_id}/post/requestBody/content/text~1plain",
            "several content types",
            "keep one",
        ),
        bad(
            "a body without content",
            body("{content: {}}"),
            "/paths/~1things~1{thing_id}/post/requestBody/content",
            "no content",
            "application/json",
        ),
        bad(
            "a body without a schema",
            body("{content: {application/json: {}}}"),
            "/paths/~1things~1{thing_id}/post/requestBody/content/application~1json",
            "no schema",
            "add `schema`",
        ),
        bad(
            "encoding of JSON",
            body(
                "{content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}, encoding: {a: {}}}}}",
            ),
            "/paths/~1things~1{thing_id}/post/requestBody/content/application~1json/encoding",
            "for forms",
            "remove",
        ),
        bad(
            "a body of a GET",
            operation(
                "requestBody",
                "{content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}",
            ),
            "/paths/~1things~1{thing_id}/get/requestBody",
            "ignore the body",
            "parameters",
        ),
    ]
}

fn facts() -> Vec<Bad> {
    let batches = |facts: &str| {
        named(&format!("{{type: string, enum: [/v1/a, /v1/b], x-batch-input: {facts}}}"))
    };
    vec![
        bad("no x-effect", vec![remove(&format!("{GET}/x-effect"))], OPERATION, "no x-effect", "bills"),
        bad("an unknown effect", operation("x-effect", "harmless"), "/paths/~1things~1{thing_id}/get/x-effect", "harmless", "CONTRIBUTING"),
        bad("a GET that is not safe", operation("x-effect", "idempotent"), "/paths/~1things~1{thing_id}/get/x-effect", "GET has the effect", "safe"),
        bad("a POST that is safe", vec![set("/paths/~1things~1{thing_id}/post/x-effect", "safe")], "/paths/~1things~1{thing_id}/post/x-effect", "POST has the effect", "safe"),
        bad("pagination by a parameter that does not exist", operation("x-pagination", "{parameter: after, field: id}"), "/paths/~1things~1{thing_id}/get/x-pagination/parameter", "no query parameter \"after\"", "cursor"),
        bad("pagination by a field that does not exist", [parameter("{name: after, in: query, schema: {type: string}}"), operation("x-pagination", "{parameter: after, field: last_id}")].concat(), "/paths/~1things~1{thing_id}/get/x-pagination/field", "no field \"last_id\"", "cursor"),
        bad("pagination with a key too many", operation("x-pagination", "{parameter: after, field: id, page: 1}"), "/paths/~1things~1{thing_id}/get/x-pagination", "unknown field", "CONTRIBUTING"),
        bad("a rate limit that is a text", operation("x-rate-limit", "often"), "/paths/~1things~1{thing_id}/get/x-rate-limit", "often", "CONTRIBUTING"),
        bad("an endpoint without facts", batches("{requests: 1, bytes: 1, endpoints: {/v1/a: {summary: A, model: required}}}"), "/components/schemas/Named/enum/1", "/v1/b is not described at #/components/schemas/Named/x-batch-input", "add it there"),
        bad("facts about an endpoint that is not in the enum", batches("{requests: 1, bytes: 1, endpoints: {/v1/a: {summary: A, model: required}, /v1/b: {summary: A, model: required}, /v1/c: {summary: A, model: required}}}"), "/components/schemas/Named/x-batch-input/endpoints/~1v1~1c", "not a value of the enum", "add it there"),
        bad("facts about batches in two places", [batches("{requests: 1, bytes: 1, endpoints: {/v1/a: {summary: A, model: required}, /v1/b: {summary: A, model: required}}}"), vec![set("/components/schemas/Thing/x-batch-input", "{}")]].concat(), "/components/schemas/Named/x-batch-input", "also at", "keep one"),
        bad("a schema by hand that is used", vec![set("/components/schemas/Thing/x-hand-written", "reason")], "/paths/~1things~1{thing_id}/get/responses/2XX/content/application~1json/schema", "no code is generated for Thing", "remove `x-hand-written`"),
    ]
}

fn names() -> Vec<Bad> {
    let fields = |a: &str, b: &str| {
        vec![
            set(&format!("/components/schemas/Thing/properties/{a}"), "{type: string}"),
            set(&format!("/components/schemas/Thing/properties/{b}"), "{type: string}"),
        ]
    };
    let id = |id: &str| operation("operationId", id);
    const AT_ID: &str = "/paths/~1things~1{thing_id}/get/operationId";
    vec![
        bad(
            "two schemas of one name in Rust",
            vec![
                set("/components/schemas/OpenAIFile", "{type: string}"),
                set("/components/schemas/OpenAiFile", "{type: string}"),
            ],
            "/components/schemas/OpenAiFile",
            "(#/components/schemas/OpenAIFile) both become the type `OpenAiFile`",
            "rename",
        ),
        bad(
            "two fields of one name in Rust",
            fields("fileId", "file_id"),
            "/components/schemas/Thing/properties/file_id",
            "both become the field `file_id`",
            "rename",
        ),
        bad(
            "two values of one name in Rust",
            named("{type: string, enum: [a-b, a_b]}"),
            "/components/schemas/Named/enum/1",
            "both become the variant `AB`",
            "rename",
        ),
        bad(
            "two operations of one name in Rust",
            id("update_thing"),
            "/paths/~1things~1{thing_id}/post/operationId",
            "both become the operation `UpdateThing`",
            "rename",
        ),
        bad(
            "two parameters of one name in Rust",
            [
                parameter("{name: sortBy, in: query, schema: {type: string}}"),
                parameter("{name: sort_by, in: query, schema: {type: string}}"),
            ]
            .concat(),
            "/paths/~1things~1{thing_id}/get/parameters/2/name",
            "both become the parameter `sort_by`",
            "rename",
        ),
        bad(
            "an inline schema that takes the name of another",
            [
                field("{type: string, enum: [a]}"),
                vec![set("/components/schemas/ThingX", "{type: string}")],
            ]
            .concat(),
            X,
            "would be named ThingX",
            "a name of its own",
        ),
        bad(
            "a field named extra beside others",
            named(
                "{type: object, properties: {extra: {type: string}}, additionalProperties: {type: string}}",
            ),
            "/components/schemas/Named",
            "`extra`",
            "additionalProperties",
        ),
        bad(
            "a schema named Default",
            vec![set("/components/schemas/Default", "{type: string}")],
            "/components/schemas/Default",
            "is taken",
            "rename",
        ),
        bad(
            "a schema named PathId",
            vec![set("/components/schemas/PathId", "{type: string}")],
            "/components/schemas/PathId",
            "IDs in paths",
            "another name",
        ),
        bad(
            "an operationId of a method of the client",
            id("execute"),
            AT_ID,
            "a method `execute` of its own",
            "another operationId",
        ),
        bad(
            "an operationId named layer",
            id("layer"),
            AT_ID,
            "a method `layer` of its own",
            "another operationId",
        ),
        bad("an operationId named result", id("result"), AT_ID, "is taken", "another operationId"),
        bad("an operationId named string", id("string"), AT_ID, "is taken", "another operationId"),
        bad("an operationId named option", id("option"), AT_ID, "is taken", "another operationId"),
        bad("an operationId of digits", id("'1'"), AT_ID, "begin with a letter", "camel case"),
    ]
}
