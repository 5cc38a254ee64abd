package io.imgsrch.sinks.milvus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.milvus.shaded.io.grpc.Status;
import io.milvus.v2.exception.ErrorCode;
import io.milvus.v2.exception.MilvusClientException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MilvusErrorsTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 8, 100, 101, 65535, 503, 901})
  void aServerThatComesBackIsTransient(int code) {
    assertThat(MilvusErrors.isTransient(server(code))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {700, 1100, 1801})
  void aWrongRequestIsNot(int code) {
    assertThat(MilvusErrors.isTransient(server(code))).isFalse();
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {"UNAVAILABLE", "DEADLINE_EXCEEDED", "CANCELLED", "UNKNOWN", "RESOURCE_EXHAUSTED"})
  void anUnreachableServerIsTransient(Status.Code code) {
    assertThat(MilvusErrors.isTransient(rpc(code))).isTrue();
  }

  @ParameterizedTest
  @EnumSource(
      value = Status.Code.class,
      names = {"UNAUTHENTICATED", "PERMISSION_DENIED", "INVALID_ARGUMENT", "UNIMPLEMENTED"})
  void aRefusalIsNot(Status.Code code) {
    assertThat(MilvusErrors.isTransient(rpc(code))).isFalse();
  }

  @Test
  void aFilterHoldsNothingButKeys() {
    var key = "0".repeat(64);
    assertThat(ImagePks.filter(List.of(key))).isEqualTo("image_pk in [\"" + key + "\"]");
    for (var evil : List.of("", "a\"] or 1 == 1 or image_pk in [\"", "A".repeat(64))) {
      assertThatThrownBy(() -> ImagePks.filter(List.of(evil)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static MilvusClientException server(int code) {
    return new MilvusClientException(ErrorCode.SERVER_ERROR, "refused", code, 1);
  }

  private static MilvusClientException rpc(Status.Code code) {
    return new MilvusClientException(ErrorCode.RPC_ERROR, code.toStatus().asRuntimeException());
  }
}
