package io.imgsrch.operators.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.imgsrch.config.event.Reason;
import io.imgsrch.operators.picture.PictureException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AllowListTest {
  private final AllowList list = new AllowList(List.of("shop.example:443", "127.0.0.1:18082"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://shop.example/a.jpg",
        "https://SHOP.example:443/a.jpg?size=2",
        "http://127.0.0.1:18082/pictures/x"
      })
  void allowsWhatIsListed(String address) throws Exception {
    assertThat(list.check(address).toString()).isEqualTo(address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://shop.example/a.jpg",
        "https://shop.example.evil.example/a.jpg",
        "https://shop.example@10.0.0.1/a.jpg",
        "http://user@127.0.0.1:18082/a.jpg",
        "http://127.0.0.1:18083/a.jpg",
        "http://2130706433:18082/a.jpg",
        "http://[::1]:18082/a.jpg",
        "file:///etc/passwd",
        "jar:https://shop.example/a.jar!/x",
        "//shop.example/a.jpg",
        "not an address",
        ""
      })
  void refusesEverythingElse(String address) {
    assertThatThrownBy(() -> list.check(address))
        .isInstanceOfSatisfying(
            PictureException.class,
            e -> assertThat(e.reason()).isEqualTo(Reason.PICTURE_FORBIDDEN));
  }
}
