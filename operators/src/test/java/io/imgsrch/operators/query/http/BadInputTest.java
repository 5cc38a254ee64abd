package io.imgsrch.operators.query.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.event.Reason;
import io.imgsrch.operators.query.ErrorCode;
import io.imgsrch.operators.query.Samples;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every bad input gets a code of its own, and the name of its field. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
  private static final String PLACE = "AT('catalog.products',0,1)";
  private static final String POSITION = "{'topic':$1,'partition':$2,'offset':$3}";
  private static final byte[] PHOTO = "photo".getBytes(US_ASCII);
  private static final String PK = Samples.imagePk("x");

  private final TestServer api = new TestServer();

  @AfterAll
  void close() {
    api.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "                                | NOT_JSON           |",
        "not json                        | NOT_JSON           |",
        "[]                              | NOT_JSON           |",
        "{}{}                            | NOT_JSON           |",
        "{'top_k':1,'top_k':2}           | NOT_JSON           |",
        "{}                              | MISSING_FIELD      | image",
        "{'image_pk':null}               | MISSING_FIELD      | image",
        "{'image_base64':''}             | MISSING_FIELD      | image_base64",
        "{'image_base64':'%%%'}          | BAD_BASE64         | image_base64",
        "{'image_base64':7}              | WRONG_TYPE         | image_base64",
        "{'image_pk':'XYZ'}              | OUT_OF_RANGE       | image_pk",
        "{'image_url':''}                | OUT_OF_RANGE       | image_url",
        "{'image_url':'http://h/p.jpg'}  | IMAGE_URL_UNSUPPORTED | image_url",
        "{'image_pk':'PK','image_url':'x'} | CONFLICTING_FIELDS | image_url",
        "{'image_pk':'PK'}               | IMAGE_NOT_FOUND    | image_pk",
        "{'vector':'x'}                  | WRONG_TYPE         | vector",
        "{'vector':[1,2]}                | OUT_OF_RANGE       | vector",
        "{'vector':['a']}                | WRONG_TYPE         | vector",
        "{'vector':ZEROS}                | OUT_OF_RANGE       | vector",
        "{'vector':HUGE}                 | OUT_OF_RANGE       | vector",
        "{'image_pk':'PK','merchant_id':[1]} | UNKNOWN_FIELD  | merchant_id",
        "{'image_pk':'PK','merchant_ids':[]} | OUT_OF_RANGE   | merchant_ids",
        "{'image_pk':'PK','merchant_ids':7}  | WRONG_TYPE     | merchant_ids",
        "{'image_pk':'PK','merchant_ids':['7']} | WRONG_TYPE  | merchant_ids",
        "{'image_pk':'PK','merchant_ids':[-1]} | OUT_OF_RANGE | merchant_ids",
        "{'image_pk':'PK','merchant_ids':[4294967296]} | OUT_OF_RANGE | merchant_ids",
        "{'image_pk':'PK','merchant_ids':[99999999999999999999]} | OUT_OF_RANGE | merchant_ids",
        "{'image_pk':'PK','merchant_ids':MANY} | OUT_OF_RANGE | merchant_ids",
        "{'image_pk':'PK','category':''} | OUT_OF_RANGE       | category",
        "{'image_pk':'PK','category':LONG} | OUT_OF_RANGE     | category",
        "{'image_pk':'PK','category':'a\\u0000'} | BAD_TEXT | category",
        "{'image_pk':'PK','category':'\\ud800'} | BAD_TEXT  | category",
        "{'image_pk':'PK','category':1}  | WRONG_TYPE         | category",
        "{'image_pk':'PK','top_k':0}     | OUT_OF_RANGE       | top_k",
        "{'image_pk':'PK','top_k':101}   | OUT_OF_RANGE       | top_k",
        "{'image_pk':'PK','top_k':4294967297} | OUT_OF_RANGE  | top_k",
        "{'image_pk':'PK','top_k':1.5}   | WRONG_TYPE         | top_k",
        "{'image_pk':'PK','min_score':1.1} | OUT_OF_RANGE     | min_score",
        "{'image_pk':'PK','min_score':'x'} | WRONG_TYPE       | min_score",
        "{'image_pk':'PK','min_position':'catalog.products:0:1'} | WRONG_TYPE | min_position",
        "{'image_pk':'PK','min_position':[7]} | WRONG_TYPE     | min_position",
        "{'image_pk':'PK','min_position':{'topic':'catalog.products','partition':0}} | WRONG_TYPE | min_position",
        "{'image_pk':'PK','min_position':{'topic':'catalog.products','partition':0,'of':1}} | MISSING_FIELD | min_position",
        "{'image_pk':'PK','min_position':AT('catalog.offers',0,1)} | OUT_OF_RANGE | min_position",
        "{'image_pk':'PK','min_position':AT(7,0,1)}            | WRONG_TYPE | min_position",
        "{'image_pk':'PK','min_position':AT('catalog.products',-1,1)} | OUT_OF_RANGE | min_position",
        "{'image_pk':'PK','min_position':AT('catalog.products',4294967296,1)} | OUT_OF_RANGE | min_position",
        "{'image_pk':'PK','min_position':AT('catalog.products',0,-1)} | OUT_OF_RANGE | min_position",
        "{'image_pk':'PK','min_position':AT('catalog.products',0,1.5)} | WRONG_TYPE | min_position",
        "{'image_pk':'PK','min_position':[SEVENTEEN]}          | OUT_OF_RANGE | min_position",
      })
  void json(String template, ErrorCode code, String field) {
    var body =
        (template == null ? "" : template)
            .replace("SEVENTEEN", String.join(",", Collections.nCopies(17, PLACE)))
            .replaceAll("AT\\(([^,]*),([^,]*),([^)]*)\\)", POSITION)
            .replace('\'', '"')
            .replace("PK", PK)
            .replace("ZEROS", Arrays.toString(new float[256]))
            .replace("HUGE", Arrays.toString(new float[256]).replaceFirst("0.0", "1e999"))
            .replace("MANY", IntStream.range(0, 100_000).boxed().toList().toString())
            .replace("LONG", '"' + "c".repeat(129) + '"');
    var answer = api.search(body);

    if (field == null) {
      ProblemAssert.that(answer, code);
      assertThat(answer.body().has("field")).isFalse();
    } else {
      ProblemAssert.that(answer, code, field);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "top_k, 0, OUT_OF_RANGE",
    "top_k, ten, WRONG_TYPE",
    "top_k, '', WRONG_TYPE",
    "min_score, 2, OUT_OF_RANGE",
    "min_score, NaN, WRONG_TYPE",
    "min_score, 1.2.3, WRONG_TYPE",
    "merchant_ids, '', WRONG_TYPE",
    "merchant_ids, '1,,2', WRONG_TYPE",
    "merchant_ids, -1, OUT_OF_RANGE",
    "category, '', OUT_OF_RANGE",
    "min_position, '', WRONG_TYPE",
    "min_position, catalog.products:0, WRONG_TYPE",
    "min_position, catalog.products:0:x, WRONG_TYPE",
    "min_position, 'catalog.products:0:1,', WRONG_TYPE",
    "min_position, catalog.images:0:1, OUT_OF_RANGE",
    "min_position, catalog.products:0:-1, OUT_OF_RANGE",
    "colour, red, UNKNOWN_FIELD",
  })
  void formFields(String field, String value, ErrorCode code) {
    ProblemAssert.that(
        api.search(new Form().field(field, value).file("image", PHOTO)), code, field);
  }

  @Test
  void forms() {
    ProblemAssert.that(
        api.search(new Form().field("top_k", "5")), ErrorCode.MISSING_FIELD, "image");
    ProblemAssert.that(
        api.search(new Form().file("image", new byte[0])), ErrorCode.MISSING_FIELD, "image");
    ProblemAssert.that(
        api.search(new Form().file("image", PHOTO).file("image", PHOTO)),
        ErrorCode.CONFLICTING_FIELDS,
        "image");
    var many = IntStream.range(0, 1_001).mapToObj(String::valueOf).collect(Collectors.joining(","));
    ProblemAssert.that(
        api.search(new Form().field("merchant_ids", many).file("image", PHOTO)),
        ErrorCode.OUT_OF_RANGE,
        "merchant_ids");
    ProblemAssert.that(
        api.search(new Form().file("image", new byte[TestServer.MAX_PICTURE_BYTES + 1])),
        ErrorCode.PICTURE_TOO_LARGE,
        "image");
  }

  @Test
  void brokenForms() {
    var cut = new Form().file("image", PHOTO);
    var body = Arrays.copyOf(cut.body(), cut.body().length - 30);
    ProblemAssert.that(post(cut.contentType(), body), ErrorCode.NOT_MULTIPART);
    ProblemAssert.that(post("multipart/form-data", body), ErrorCode.NOT_MULTIPART);
    ProblemAssert.that(
        post("multipart/form-data; boundary=x", "nothing".getBytes(US_ASCII)),
        ErrorCode.NOT_MULTIPART);
  }

  @Test
  void bodiesThatAreTooLargeAnnouncedOrNot() {
    var large = new byte[3 * RequestBody.MAX_BYTES];
    ProblemAssert.that(post("application/json", large), ErrorCode.REQUEST_TOO_LARGE);
    var chunked = BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(large));
    ProblemAssert.that(
        api.send(api.to("/v1/search").header("Content-Type", "application/json").POST(chunked)),
        ErrorCode.REQUEST_TOO_LARGE);
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      names = {
        "NOT_AN_IMAGE",
        "UNSUPPORTED_FORMAT",
        "TOO_MANY_PIXELS",
        "BROKEN_PICTURE",
        "PICTURE_TOO_LARGE"
      })
  void photosThatAreNone(Reason reason) {
    ProblemAssert.that(
        api.search(new Form().file("image", reason.name().getBytes(US_ASCII))),
        ErrorCode.valueOf(reason.name()),
        "image");
  }

  @Test
  void otherContentTypes() {
    ProblemAssert.that(post("image/jpeg", PHOTO), ErrorCode.UNSUPPORTED_MEDIA_TYPE);
    ProblemAssert.that(
        post("image/jpeg", new byte[RequestBody.MAX_BYTES]), ErrorCode.UNSUPPORTED_MEDIA_TYPE);
    ProblemAssert.that(
        api.send(api.to("/v1/search").POST(BodyPublishers.ofByteArray(PHOTO))),
        ErrorCode.UNSUPPORTED_MEDIA_TYPE);
  }

  @Test
  void pathsAndMethods() {
    ProblemAssert.that(api.get("/v2/search"), ErrorCode.PATH_NOT_FOUND);
    ProblemAssert.that(api.get("/v1/search"), ErrorCode.METHOD_NOT_ALLOWED);
    ProblemAssert.that(api.send(api.to("/v1/products/1/p").DELETE()), ErrorCode.METHOD_NOT_ALLOWED);
  }

  @Test
  void products() {
    ProblemAssert.that(api.get("/v1/products/1/none"), ErrorCode.PRODUCT_NOT_FOUND);
    ProblemAssert.that(api.get("/v1/products/x/p"), ErrorCode.WRONG_TYPE, "merchant_id");
    ProblemAssert.that(api.get("/v1/products/-1/p"), ErrorCode.OUT_OF_RANGE, "merchant_id");
    ProblemAssert.that(
        api.get("/v1/products/1/" + "p".repeat(65)), ErrorCode.OUT_OF_RANGE, "product_id");
  }

  private TestServer.Answer post(String contentType, byte[] body) {
    return api.send(
        api.to("/v1/search")
            .header("Content-Type", contentType)
            .POST(BodyPublishers.ofByteArray(body)));
  }
}
