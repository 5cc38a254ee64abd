package io.imgsrch.operators.query.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReachTest {
  private final Reach.Measured measured = new Reach.Measured();

  @Test
  void isFarEnoughForNearlyAllOfALevel() {
    measure(0.7f, 0.5f, 9_995);
    measure(0.7f, 2, 5);
    measure(0.1f, 0.1f, 1_000);
    var reach = measured.reach();
    assertThat(reach.radii(0.7f)).isEqualTo(0.5f);
    assertThat(reach.radii(0.1f)).isEqualTo(0.1f);
  }

  @Test
  void isThatOfTheFarthestNextLevel() {
    measure(0.5f, 0.1f, 1_000);
    measure(0.5f + 1 / 16f, 0.3f, 1_000);
    assertThat(measured.reach().radii(0.5f)).isEqualTo(0.3f);
  }

  @Test
  void isTheFarthestWhereTooLittleWasMeasured() {
    measure(0.7f, 0.5f, 1_000);
    measure(-0.4f, 0.1f, 3);
    var reach = measured.reach();
    for (float score : new float[] {Float.NEGATIVE_INFINITY, -1, -0.4f, 0, 1, 2}) {
      assertThat(reach.radii(score)).isEqualTo(0.5f);
    }
  }

  @Test
  void missesRaiseItWithinBounds() {
    measure(0.7f, 0.5f, 1_000);
    var reach = measured.reach();
    reach.raise();
    assertThat(reach.radii(0.7f)).isBetween(0.54f, 0.56f);
    for (int i = 0; i < 1_000; i++) {
      reach.raise();
    }
    assertThat(reach.radii(0.7f)).isEqualTo(2);
  }

  private void measure(float leastScore, float radii, int times) {
    for (int i = 0; i < times; i++) {
      measured.add(leastScore, radii);
    }
  }
}
