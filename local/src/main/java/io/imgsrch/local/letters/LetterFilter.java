package io.imgsrch.local.letters;

import io.imgsrch.config.event.Reason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which dead letters are meant.
 *
 * @param reasons any of them; empty for all
 * @param since written then or later; null for all
 */
public record LetterFilter(List<Reason> reasons, @Nullable Instant since) {
  public static final LetterFilter ALL = new LetterFilter(List.of(), null);

  boolean matches(Letter letter) {
    return (since == null || !letter.time().isBefore(since))
        && (reasons.isEmpty() || letter.knownReason().filter(reasons::contains).isPresent());
  }
}
