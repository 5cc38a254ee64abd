package io.imgsrch.sinks.milvus;

import io.milvus.shaded.io.grpc.Status;
import io.milvus.shaded.io.grpc.StatusRuntimeException;
import io.milvus.v2.exception.ErrorCode;
import io.milvus.v2.exception.MilvusClientException;
import java.util.Set;

/** What Milvus' errors mean. */
final class MilvusErrors {
  /** Collection not found: for an instant, while a rebuild makes its name an alias. */
  private static final int MISSING = 100;

  /**
   * Not ready, unavailable, short of memory, too many requests, internal, wrong cluster, lagging,
   * rate limit; collection missing, not loaded or recovering; and "unexpected", which a restart
   * shows too.
   */
  private static final Set<Integer> TRANSIENT_CODES =
      Set.of(1, 2, 3, 4, 5, 6, 7, 8, MISSING, 101, 106, 65535);

  /** Replicas, channels and nodes that come and go. */
  private static final Set<Integer> TRANSIENT_HUNDREDS = Set.of(4, 5, 6, 9);

  private static final Set<Status.Code> PERMANENT_STATUS =
      Set.of(
          Status.Code.INVALID_ARGUMENT,
          Status.Code.NOT_FOUND,
          Status.Code.ALREADY_EXISTS,
          Status.Code.PERMISSION_DENIED,
          Status.Code.UNAUTHENTICATED,
          Status.Code.UNIMPLEMENTED,
          Status.Code.OUT_OF_RANGE);

  private MilvusErrors() {}

  /** Whether there is no collection of the name. */
  static boolean isMissing(Throwable failure) {
    return failure instanceof MilvusClientException milvus
        && milvus.getErrorCode() == ErrorCode.SERVER_ERROR
        && milvus.getServerErrCode() == MISSING;
  }

  /** Whether the same call may succeed later. */
  static boolean isTransient(Throwable failure) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StatusRuntimeException status) {
        return !PERMANENT_STATUS.contains(status.getStatus().getCode());
      }
      if (cause instanceof MilvusClientException milvus) {
        switch (milvus.getErrorCode()) {
          case SERVER_ERROR -> {
            var code = milvus.getServerErrCode();
            return TRANSIENT_CODES.contains(code) || TRANSIENT_HUNDREDS.contains(code / 100);
          }
          case TIMEOUT -> {
            return true;
          }
          default -> {}
        }
      }
    }
    return false;
  }
}
