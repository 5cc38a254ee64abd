package io.imgsrch.operators.query.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.config.event.Digest;
import io.imgsrch.config.event.Revision;
import java.util.List;
import org.junit.jupiter.api.Test;

class StampTest {
  private static final List<String> DIGESTS =
      List.of(
          "",
          "7",
          "7f",
          "80",
          "ffffffffffffffff",
          Digest.sha256(new byte[] {1}),
          Digest.sha256(new byte[] {2}).substring(0, 32));

  @Test
  void stampsAreOrderedAsRevisionsAre() {
    for (var left : DIGESTS) {
      for (var right : DIGESTS) {
        for (long version = 1; version <= 3; version++) {
          for (int rank = Revision.AVAILABLE; rank <= Revision.DELETED; rank++) {
            var one = new Revision(version, rank, left);
            var other = new Revision(2, Revision.UNAVAILABLE, right);
            assertThat(Integer.signum(Stamp.of(one).compareTo(Stamp.of(other))))
                .as("%s and %s", one, other)
                .isEqualTo(Integer.signum(one.compareTo(other)));
          }
        }
      }
    }
  }

  @Test
  void aDigestThatIsNoneIsRefused() {
    assertThatThrownBy(() -> Stamp.of(new Revision(1, Revision.AVAILABLE, "no digest")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
