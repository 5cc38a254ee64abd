package io.imgsrch.operators.query;

import java.util.regex.Pattern;

/** What a search starts from: hits look like it. */
public sealed interface Example {
  /** An encoded picture. */
  record Photo(byte[] bytes) implements Example {
    public Photo {
      if (bytes.length == 0) {
        throw QueryException.ofField(ErrorCode.MISSING_FIELD, "image", "is empty");
      }
    }
  }

  /** The address of a picture. */
  record Address(String url) implements Example {
    private static final int MAX_LENGTH = 2048;

    public Address {
      if (url.isEmpty() || url.length() > MAX_LENGTH) {
        throw QueryException.ofField(
            ErrorCode.OUT_OF_RANGE, "image_url", "must have 1 to " + MAX_LENGTH + " characters");
      }
    }
  }

  /** A picture of the catalogue. */
  record Known(String imagePk) implements Example {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    public Known {
      if (!FORM.matcher(imagePk).matches()) {
        throw QueryException.ofField(
            ErrorCode.OUT_OF_RANGE, "image_pk", "must be 64 lowercase hex digits");
      }
    }
  }

  /** An embedding by the catalogue's model; need not be a unit vector. */
  record Vector(float[] values) implements Example {
    public Vector {
      double norm = norm(values);
      if (!Double.isFinite(norm) || norm == 0) {
        throw QueryException.ofField(
            ErrorCode.OUT_OF_RANGE, "vector", "must hold finite numbers that are not all zero");
      }
    }

    float[] normalised() {
      double norm = norm(values);
      var unit = new float[values.length];
      for (int i = 0; i < unit.length; i++) {
        unit[i] = (float) (values[i] / norm);
      }
      return unit;
    }

    private static double norm(float[] values) {
      double sum = 0;
      for (float value : values) {
        sum += (double) value * value;
      }
      return Math.sqrt(sum);
    }
  }
}
