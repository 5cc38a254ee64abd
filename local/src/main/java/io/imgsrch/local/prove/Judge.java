package io.imgsrch.local.prove;

import io.imgsrch.local.client.SearchAnswer;
import io.imgsrch.local.client.SearchAnswer.Hit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Judges answers against what was written, and acknowledged, when their search began and ended. An
 * answer may know any event that was sent before it ended, acknowledged or not; it must know those
 * that were acknowledged long enough before it began.
 */
final class Judge {
  /**
   * By when a search must know an availability event, from when Kafka can tell of it: it waits for
   * no picture and no database.
   */
  static final Duration AVAILABILITY_BOUND = Duration.ofSeconds(5);

  /**
   * By when a search must know a deletion. It goes the way of the pictures, and waits in the topic
   * while Milvus is away: a restart of it takes half a minute.
   */
  static final Duration CONTENT_BOUND = Duration.ofSeconds(90);

  private static final double SAME = 0.9999;
  private static final int LATELY = 32;

  /** A search for the offers of a merchant that show a picture, and when it began. */
  record Question(String imagePk, long merchant, long began) {}

  private final Book book;
  private final Said soFar = new Said();
  private final List<String> lately = new ArrayList<>();

  Judge(Book book) {
    this.book = book;
  }

  /**
   * The lies of what the platform says of one product.
   *
   * @param began when it was asked, of {@link System#nanoTime}
   * @param words noted, too
   */
  List<Lie> judge(String key, long began, Said.Words words) {
    var before = soFar.takenBack(key, words, began);
    soFar.note(key, words);
    if (!words.onSale()) {
      synchronized (lately) {
        lately.add(key);
        if (lately.size() > LATELY) {
          lately.remove(0);
        }
      }
    }
    return before == null
        ? List.of()
        : List.of(
            new Lie(
                Lie.Kind.RESURRECTED,
                "product view",
                key,
                "nothing older than " + before,
                words.toString()));
  }

  /** A product that was said to be gone lately; empty if none was. */
  String anyGone(Random random) {
    synchronized (lately) {
      return lately.isEmpty() ? "" : lately.get(random.nextInt(lately.size()));
    }
  }

  /**
   * The lies of an answer.
   *
   * @param ended when it was there; its hits are noted
   */
  List<Lie> judge(Question question, SearchAnswer answer, long ended) {
    var lies = new ArrayList<Lie>();
    for (var hit : answer.hits()) {
      var key = hit.merchantId() + "/" + hit.productId();
      var entries = book.of(key);
      if (hit.merchantId() != question.merchant()) {
        lies.add(lie(Lie.Kind.INVALID, key, "merchant " + question.merchant(), hit));
      } else if (entries.stream().noneMatch(entry -> saidOf(hit, entry.event, entries))) {
        lies.add(lie(Lie.Kind.INVALID, key, "what its events say", hit));
      } else if (hit.imagePk().equals(question.imagePk()) && hit.score() < SAME) {
        lies.add(lie(Lie.Kind.INVALID, key, "score 1 for the picture itself", hit));
      }
      var words = Said.Words.of(hit, ended);
      var before = soFar.takenBack(key, words, question.began());
      soFar.note(key, words);
      if (before != null) {
        lies.add(lie(Lie.Kind.RESURRECTED, key, "nothing older than " + before, hit));
      } else if (answer.verified()) {
        var newer = withdrawal(hit, entries, question.began());
        if (newer != null) {
          lies.add(lie(Lie.Kind.STALE, key, "withdrawn by " + newer, hit));
        }
      }
    }
    return lies;
  }

  private static boolean saidOf(Hit hit, LogEvent content, List<Book.Entry> entries) {
    var said = content.details();
    if (said == null
        || content.stamp().version() != hit.contentVersion()
        || !said.title().equals(hit.title())
        || !said.category().equals(hit.category())
        || !said.currency().equals(hit.currency())
        || entries.stream().noneMatch(entry -> shows(entry.event, hit.imagePk()))) {
      return false;
    }
    var version = hit.availabilityVersion();
    if (version == null) {
      return said.available() && said.priceMinor() == hit.priceMinor();
    }
    return entries.stream()
        .map(entry -> entry.event)
        .filter(event -> !event.content() && event.stamp().version() == version)
        .filter(event -> event.stamp().rank() == Stamp.AVAILABLE)
        .anyMatch(
            event ->
                Objects.requireNonNullElse(event.price(), said.priceMinor()) == hit.priceMinor());
  }

  private static boolean shows(LogEvent event, String imagePk) {
    return event.pictures().stream().anyMatch(fate -> imagePk.equals(fate.imagePk()));
  }

  /** The stamp of an event that the search had to know and that takes the hit back. */
  private @Nullable Stamp withdrawal(Hit hit, List<Book.Entry> entries, long began) {
    long heard = began - AVAILABILITY_BOUND.toNanos();
    var switched = newestAcked(entries, heard, entry -> !entry.event.content());
    if (switched != null
        && book.kafkaThereSince(heard)
        && switched.rank() == Stamp.UNAVAILABLE
        && Said.orLeast(hit.availabilityVersion()) <= switched.version()) {
      return switched;
    }
    var content =
        newestAcked(entries, began - CONTENT_BOUND.toNanos(), entry -> entry.event.content());
    return content != null
            && content.rank() == Stamp.DELETED
            && hit.contentVersion() <= content.version()
        ? content
        : null;
  }

  private static @Nullable Stamp newestAcked(
      List<Book.Entry> entries, long before, Predicate<Book.Entry> line) {
    return entries.stream()
        .filter(line)
        .filter(entry -> entry.ackedBefore(before))
        .map(entry -> entry.event.stamp())
        .max(Stamp::compareTo)
        .orElse(null);
  }

  private static Lie lie(Lie.Kind kind, String key, String expected, Hit hit) {
    return new Lie(
        kind,
        "search " + hit.traceId(),
        key,
        expected,
        "'%s' for %d, content %d, availability %s, picture %s at %.4f"
            .formatted(
                hit.title(),
                hit.priceMinor(),
                hit.contentVersion(),
                hit.availabilityVersion(),
                hit.imagePk().substring(0, 8),
                hit.score()));
  }
}
