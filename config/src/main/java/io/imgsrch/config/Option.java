package io.imgsrch.config;

/**
 * One setting: its key, type, unit, default, bounds and meaning.
 *
 * @param key dotted, lower case; a duration's or size's key ends with its unit
 * @param type how its text is read
 * @param unit for people; empty where there is none
 * @param defaultText as it would stand in a file
 * @param meaning one sentence for people
 */
public record Option<T>(
    String key, OptionType<T> type, String unit, String defaultText, String meaning) {

  public static Option<String> text(String key, String defaultText, String meaning) {
    return new Option<>(key, OptionType.text(), "", defaultText, meaning);
  }

  /** An address with a place to fill in; empty by default. */
  public static Option<String> template(String key, String place, String meaning) {
    return new Option<>(key, OptionType.template(place), "", "", meaning);
  }

  public static Option<Boolean> flag(String key, boolean defaultValue, String meaning) {
    return new Option<>(key, OptionType.flag(), "", Boolean.toString(defaultValue), meaning);
  }

  public static Option<Integer> count(
      String key, int defaultValue, int min, int max, String meaning) {
    return new Option<>(
        key, OptionType.integer(min, max), "", Integer.toString(defaultValue), meaning);
  }

  public static Option<Integer> bytes(
      String key, int defaultValue, int min, int max, String meaning) {
    return new Option<>(
        key, OptionType.bytes(min, max), "bytes", Integer.toString(defaultValue), meaning);
  }

  public static Option<java.time.Duration> millis(
      String key, long defaultMillis, long min, long max, String meaning) {
    return new Option<>(
        key, OptionType.millis(min, max), "ms", Long.toString(defaultMillis), meaning);
  }

  public static Option<java.time.Duration> seconds(
      String key, long defaultSeconds, long min, long max, String meaning) {
    return new Option<>(
        key, OptionType.seconds(min, max), "s", Long.toString(defaultSeconds), meaning);
  }

  public static Option<Double> fraction(
      String key, double defaultValue, double min, double max, String meaning) {
    return new Option<>(
        key, OptionType.decimal(min, max), "", Double.toString(defaultValue), meaning);
  }

  public static Option<java.util.Optional<PortRange>> ports(
      String key, String defaultText, String meaning) {
    return new Option<>(key, OptionType.ports(), "", defaultText, meaning);
  }

  public static Option<java.util.List<String>> list(
      String key, String defaultText, String meaning) {
    return new Option<>(key, OptionType.list(), "", defaultText, meaning);
  }

  /** The environment variable that sets it. */
  public String environmentName() {
    return "IMGSRCH_" + key.toUpperCase(java.util.Locale.ROOT).replace('.', '_');
  }
}
