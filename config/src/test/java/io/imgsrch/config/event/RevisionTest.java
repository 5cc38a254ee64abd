package io.imgsrch.config.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RevisionTest {
  private static final long[] VERSIONS = {Long.MIN_VALUE, -1, 0, 1, 2, Long.MAX_VALUE};
  private static final String[] DIGESTS = {"", "00", "0f", "a0", "ff"};

  @Test
  void theNewerVersionWinsWhateverItSays() {
    assertThat(new Revision(1, Revision.DELETED, "ff"))
        .isLessThan(new Revision(2, Revision.AVAILABLE, ""));
    assertThat(new Revision(Long.MIN_VALUE, Revision.DELETED, "ff"))
        .isLessThan(new Revision(Long.MAX_VALUE, Revision.AVAILABLE, ""));
  }

  @Test
  void ofOneVersionDeletedBeatsUnavailableBeatsAvailableThenTheGreaterDigest() {
    assertThat(
            List.of(
                new Revision(1, Revision.AVAILABLE, "00"),
                new Revision(1, Revision.AVAILABLE, "ff"),
                new Revision(1, Revision.UNAVAILABLE, "00"),
                new Revision(1, Revision.DELETED, "")))
        .isSorted();
  }

  @Test
  void anEqualOneIsNotSuperseded() {
    var revision = new Revision(1, Revision.AVAILABLE, "ab");
    assertThat(revision.isSupersededBy(new Revision(1, Revision.AVAILABLE, "ab"))).isFalse();
    assertThat(revision.isSupersededBy(new Revision(1, Revision.UNAVAILABLE, ""))).isTrue();
  }

  @Test
  void theOrderIsTotal() {
    for (long seed = 0; seed < 2_000; seed++) {
      var random = new Random(seed);
      var a = any(random);
      var b = any(random);
      var c = any(random);
      assertThat(Integer.signum(a.compareTo(b)))
          .as("antisymmetry, seed %d", seed)
          .isEqualTo(-Integer.signum(b.compareTo(a)));
      assertThat(a.compareTo(b) == 0).as("equality, seed %d", seed).isEqualTo(a.equals(b));
      if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
        assertThat(a.compareTo(c)).as("transitivity, seed %d", seed).isLessThanOrEqualTo(0);
      }
    }
  }

  @Test
  void theSameOneIsLeftWhateverTheOrderAndTheDuplicates() {
    for (long seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      var events = new ArrayList<Revision>();
      for (int i = 0; i < 12; i++) {
        events.add(any(random));
      }
      var expected = Collections.max(events);
      events.addAll(List.copyOf(events));
      Collections.shuffle(events, random);
      var current = events.get(0);
      for (var event : events) {
        current = event.isSupersededBy(current) ? current : event;
      }
      assertThat(current).as("seed %d", seed).isEqualTo(expected);
    }
  }

  private static Revision any(Random random) {
    return new Revision(
        VERSIONS[random.nextInt(VERSIONS.length)],
        random.nextInt(3),
        DIGESTS[random.nextInt(DIGESTS.length)]);
  }
}
