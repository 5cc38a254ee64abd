package io.imgsrch.operators.query;

import io.imgsrch.config.event.Reason;

/** Why a request got no answer. The names are a public contract. */
public enum ErrorCode {
  NOT_JSON(400, "The body is no JSON object"),
  NOT_MULTIPART(400, "The body is no multipart form"),
  MISSING_FIELD(400, "A required field is missing"),
  UNKNOWN_FIELD(400, "There is no such field"),
  CONFLICTING_FIELDS(400, "Fields exclude each other"),
  WRONG_TYPE(400, "A field has another type"),
  OUT_OF_RANGE(400, "A field is outside its bounds"),
  BAD_TEXT(400, "A text holds a character that is not allowed"),
  BAD_BASE64(400, "The picture is no base64"),
  BAD_HTTP(400, "The request is no valid HTTP"),
  WRITES_OFF(403, "Offers cannot be switched here"),
  CROSS_SITE(403, "The request comes from another site"),
  IMAGE_NOT_FOUND(404, "No picture has this image_pk"),
  PRODUCT_NOT_FOUND(404, "The merchant has no such product"),
  PATH_NOT_FOUND(404, "There is nothing at this path"),
  METHOD_NOT_ALLOWED(405, "The path does not take this method"),
  REQUEST_TOO_SLOW(408, "The request took too long to arrive"),
  REQUEST_TOO_LARGE(413, "The request is too large"),
  PICTURE_TOO_LARGE(413, "The picture is too large"),
  TOO_MANY_PIXELS(413, "The picture has too many pixels"),
  UNSUPPORTED_MEDIA_TYPE(415, "The content type is not supported"),
  NOT_AN_IMAGE(415, "The bytes are no picture"),
  UNSUPPORTED_FORMAT(415, "The picture's format is not read"),
  TOO_COSTLY(422, "The picture takes too much work to decode"),
  BROKEN_PICTURE(422, "The picture is damaged"),
  PICTURE_FORBIDDEN(422, "The picture's address is not allowed"),
  PICTURE_NOT_FOUND(422, "There is no picture at the address"),
  PICTURE_REFUSED(422, "The picture's host refuses the request"),
  PICTURE_UNREACHABLE(422, "The picture's host cannot be reached"),
  IMAGE_URL_UNSUPPORTED(422, "Pictures are not fetched by address here"),
  INTERNAL(500, "The request failed"),
  OVERLOADED(503, "Too many requests at a time"),
  STOPPING(503, "The server is stopping"),
  INDEX_UNAVAILABLE(503, "The vector store does not answer"),
  STATE_UNAVAILABLE(503, "The validity state does not answer"),
  EVENTS_UNAVAILABLE(503, "Kafka does not take the event"),
  SEARCH_TIMEOUT(504, "The search took too long"),
  POSITION_NOT_REACHED(504, "Searches do not reflect the event yet");

  private final int status;
  private final String title;

  ErrorCode(int status, String title) {
    this.status = status;
    this.title = title;
  }

  /** The HTTP status that goes with it. */
  public int status() {
    return status;
  }

  /** A short text for people, the same for every error of this code. */
  public String title() {
    return title;
  }

  /** The code of a picture that cannot be searched with. */
  public static ErrorCode of(Reason reason) {
    return switch (reason) {
      case BAD_BASE64 -> BAD_BASE64;
      case PICTURE_FORBIDDEN -> PICTURE_FORBIDDEN;
      case PICTURE_NOT_FOUND -> PICTURE_NOT_FOUND;
      case PICTURE_REFUSED -> PICTURE_REFUSED;
      case PICTURE_UNREACHABLE -> PICTURE_UNREACHABLE;
      case PICTURE_TOO_LARGE -> PICTURE_TOO_LARGE;
      case NOT_AN_IMAGE -> NOT_AN_IMAGE;
      case UNSUPPORTED_FORMAT -> UNSUPPORTED_FORMAT;
      case TOO_MANY_PIXELS -> TOO_MANY_PIXELS;
      case TOO_COSTLY -> TOO_COSTLY;
      case BROKEN_PICTURE -> BROKEN_PICTURE;
      case NOT_JSON, MISSING_FIELD, WRONG_TYPE, OUT_OF_RANGE, BAD_TEXT -> INTERNAL;
    };
  }
}
