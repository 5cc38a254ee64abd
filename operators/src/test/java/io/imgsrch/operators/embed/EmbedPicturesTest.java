package io.imgsrch.operators.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.imgsrch.config.Settings;
import io.imgsrch.operators.dedup.EmbedRequest;
import io.imgsrch.operators.picture.ReferencePictures;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.AsyncDataStream;
import org.apache.flink.streaming.api.operators.async.AsyncWaitOperatorFactory;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class EmbedPicturesTest {
  /** A job that is stopped with a savepoint keeps the request, and must not fail because of it. */
  @Test
  void aPictureOnItsWayWhenTheTaskEndsIsNoFailure() throws Exception {
    var picture = ReferencePictures.bytes("plain.jpg");
    try (var harness =
        new OneInputStreamOperatorTestHarness<EmbedRequest, Verdict>(
            new AsyncWaitOperatorFactory<>(
                new EmbedPictures(Settings.of(List.of())),
                60_000,
                8,
                AsyncDataStream.OutputMode.UNORDERED),
            TypeInformation.of(EmbedRequest.class).createSerializer(new SerializerConfigImpl()))) {
      harness.getEnvironment().setExpectedExternalFailureCause(Throwable.class);
      harness.open();
      harness.processElement(new EmbedRequest("pk", picture, ""), 0);
      harness.close();
      await().atMost(Duration.ofSeconds(30)).until(EmbedPicturesTest::allThreadsEnded);
      assertThat(harness.getEnvironment().getActualExternalFailureCause()).isEmpty();
    }
  }

  private static boolean allThreadsEnded() {
    return Thread.getAllStackTraces().keySet().stream()
        .noneMatch(thread -> thread.getName().startsWith(EmbedPictures.THREAD_NAME));
  }
}
