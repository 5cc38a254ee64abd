package io.imgsrch.config.event;

/** Why an event, or one picture of it, became a dead letter. The names are a public contract. */
public enum Reason {
  NOT_JSON("the value is no JSON object", false),
  MISSING_FIELD("a required field is missing", false),
  WRONG_TYPE("a field has another type than the contract says", false),
  OUT_OF_RANGE("a number, a length or a count is outside its bounds", false),
  BAD_TEXT("a text holds a character that is not allowed, such as NUL", false),
  BAD_BASE64("an inline picture is no base64", false),
  PICTURE_FORBIDDEN("the picture's address, or one that it redirects to, is not allowed", false),
  PICTURE_NOT_FOUND("the picture's host says that there is no such picture", false),
  PICTURE_REFUSED("the picture's host refuses the request", false),
  PICTURE_UNREACHABLE("the picture's host cannot be reached, fails or is too slow", true),
  PICTURE_TOO_LARGE("the picture has more bytes than allowed", false),
  NOT_AN_IMAGE("the bytes are no picture", false),
  UNSUPPORTED_FORMAT("the picture is of a format that is not read", false),
  TOO_MANY_PIXELS("the picture has more pixels than allowed", false),
  TOO_COSTLY("the picture takes more work to decode than allowed", false),
  BROKEN_PICTURE("the picture is damaged or cut short", false);

  private final String meaning;
  private final boolean passing;

  Reason(String meaning, boolean passing) {
    this.meaning = meaning;
    this.passing = passing;
  }

  /** One sentence part for people. */
  public String meaning() {
    return meaning;
  }

  /** Whether a later attempt may succeed. */
  public boolean passing() {
    return passing;
  }
}
