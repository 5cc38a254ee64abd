package io.imgsrch.local.cli;

import io.imgsrch.config.Nearest;
import io.imgsrch.config.event.Reason;
import io.imgsrch.local.letters.LetterFilter;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Which dead letters a command is about. */
final class LetterFilterOptions {
  @Option(
      names = "--reason",
      paramLabel = "R",
      split = ",",
      converter = ReasonConverter.class,
      description = "Only those of this reason, or of several.")
  private List<Reason> reasons = List.of();

  @Option(
      names = "--since",
      paramLabel = "T",
      converter = SinceConverter.class,
      description = "Only those since then: 30m, 2h, 7d, or a time such as 2026-03-01T12:00:00Z.")
  private @Nullable Instant since;

  LetterFilter filter() {
    return new LetterFilter(reasons, since);
  }

  /** A reason's name, in any case. */
  static final class ReasonConverter implements ITypeConverter<Reason> {
    @Override
    public Reason convert(String text) {
      var name = text.strip().toUpperCase(Locale.ROOT).replace('-', '_');
      var names = Arrays.stream(Reason.values()).map(Reason::name).toList();
      if (!names.contains(name)) {
        throw new TypeConversionException(
            "there is no reason '%s'; the nearest is %s".formatted(text, Nearest.to(name, names)));
      }
      return Reason.valueOf(name);
    }
  }

  /** A point in time, or how long ago it was. */
  static final class SinceConverter implements ITypeConverter<Instant> {
    private static final Pattern AGO = Pattern.compile("([0-9]{1,9})([smhd])");

    private final Clock clock;

    SinceConverter() {
      this(Clock.systemUTC());
    }

    SinceConverter(Clock clock) {
      this.clock = clock;
    }

    @Override
    public Instant convert(String text) {
      var ago = AGO.matcher(text.strip());
      if (ago.matches()) {
        return clock.instant().minus(Duration.of(Long.parseLong(ago.group(1)), unit(ago.group(2))));
      }
      try {
        return Instant.parse(text.strip());
      } catch (DateTimeException e) {
        throw new TypeConversionException(
            "'%s' is neither a duration, such as 30m, 2h or 7d, nor a time, such as".formatted(text)
                + " 2026-03-01T12:00:00Z");
      }
    }

    private static ChronoUnit unit(String letter) {
      return switch (letter) {
        case "s" -> ChronoUnit.SECONDS;
        case "m" -> ChronoUnit.MINUTES;
        case "h" -> ChronoUnit.HOURS;
        default -> ChronoUnit.DAYS;
      };
    }
  }
}
