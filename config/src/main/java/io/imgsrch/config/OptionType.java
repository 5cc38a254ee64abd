package io.imgsrch.config;

import java.net.URI;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How an option's text becomes a value.
 *
 * @param expected for error messages, such as "a whole number from 1 to 64"
 * @param parser throws {@link IllegalArgumentException} for a text that is none
 */
public record OptionType<T>(String expected, Function<String, T> parser) {

  static OptionType<String> text() {
    return new OptionType<>("a text", text -> text);
  }

  static OptionType<String> template(String place) {
    return new OptionType<>(
        "empty, or an http or https address with " + place + " after its host",
        text -> {
          if (!text.isEmpty()) {
            var address = URI.create(text.replace(place, "0"));
            var scheme = String.valueOf(address.getScheme());
            check(scheme.equals("http") || scheme.equals("https"));
            check(address.getHost() != null && address.getRawUserInfo() == null);
            check(text.indexOf(place) > (scheme + "://" + address.getRawAuthority()).length());
          }
          return text;
        });
  }

  static OptionType<Boolean> flag() {
    return new OptionType<>(
        "true or false",
        text -> {
          check(text.equals("true") || text.equals("false"));
          return text.equals("true");
        });
  }

  static OptionType<Integer> integer(int min, int max) {
    return integer("a whole number", min, max);
  }

  static OptionType<Integer> bytes(int min, int max) {
    return integer("a whole number of bytes", min, max);
  }

  private static OptionType<Integer> integer(String what, int min, int max) {
    return new OptionType<>(
        what + " from " + min + " to " + max,
        text -> {
          int value = Integer.parseInt(text);
          check(value >= min && value <= max);
          return value;
        });
  }

  static OptionType<Duration> millis(long min, long max) {
    return duration("milliseconds", ChronoUnit.MILLIS, min, max);
  }

  static OptionType<Duration> seconds(long min, long max) {
    return duration("seconds", ChronoUnit.SECONDS, min, max);
  }

  private static OptionType<Duration> duration(String name, ChronoUnit unit, long min, long max) {
    return new OptionType<>(
        "a whole number of " + name + " from " + min + " to " + max,
        text -> {
          long value = Long.parseLong(text);
          check(value >= min && value <= max);
          return Duration.of(value, unit);
        });
  }

  static OptionType<Double> decimal(double min, double max) {
    return new OptionType<>(
        "a number from " + min + " to " + max,
        text -> {
          double value = Double.parseDouble(text);
          check(value >= min && value <= max);
          return value;
        });
  }

  static OptionType<Optional<PortRange>> ports() {
    return new OptionType<>(
        "none, 0 for any free port, or ports such as 9075-9090",
        text -> text.equals("none") ? Optional.empty() : Optional.of(PortRange.of(text)));
  }

  static OptionType<List<String>> list() {
    return new OptionType<>(
        "a list",
        text ->
            Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .toList());
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new IllegalArgumentException();
    }
  }
}
