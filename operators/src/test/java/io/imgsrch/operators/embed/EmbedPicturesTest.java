package io.imgsrch.operators.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import io.imgsrch.config.Settings;
import io.imgsrch.operators.async.UnorderedAsync;
import io.imgsrch.operators.dedup.EmbedRequest;
import io.imgsrch.operators.picture.ReferencePictures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.async.CollectionSupplier;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

class EmbedPicturesTest {
  /** A job that is stopped with a savepoint keeps the request, and must not fail because of it. */
  @Test
  void aPictureOnItsWayWhenTheTaskEndsIsNoFailure() throws Exception {
    var picture = ReferencePictures.bytes("plain.jpg");
    try (var harness =
        new OneInputStreamOperatorTestHarness<EmbedRequest, Verdict>(
            new UnorderedAsync<>(
                new EmbedPictures(Settings.of(List.of())), Duration.ofMinutes(1), 8),
            TypeInformation.of(EmbedRequest.class).createSerializer(new SerializerConfigImpl()))) {
      harness.getEnvironment().setExpectedExternalFailureCause(Throwable.class);
      harness.open();
      harness.processElement(new EmbedRequest("pk", picture, ""), 0);
      harness.close();
      await().atMost(Duration.ofSeconds(30)).until(EmbedPicturesTest::allThreadsEnded);
      assertThat(harness.getEnvironment().getActualExternalFailureCause()).isEmpty();
    }
  }

  /** Its mailbox is closed before the function is: the thread that embeds must not die of that. */
  @Test
  void aTaskThatRefusesResultsBecauseItEndsIsNoFailure() {
    var function = new EmbedPictures(Settings.of(List.of()));
    var told = new ArrayList<Throwable>();
    var failure = new IllegalStateException("no model");
    assertThatCode(() -> function.fail(new EndingTask(told), failure)).doesNotThrowAnyException();
    assertThat(told).containsExactly(failure);
  }

  private record EndingTask(List<Throwable> told) implements ResultFuture<Verdict> {
    @Override
    public void complete(Collection<Verdict> result) {
      throw new RejectedExecutionException("the mailbox is closed");
    }

    @Override
    public void completeExceptionally(Throwable error) {
      told.add(error);
      throw new RejectedExecutionException("the mailbox is closed");
    }

    @Override
    public void complete(CollectionSupplier<Verdict> supplier) {
      throw new RejectedExecutionException("the mailbox is closed");
    }
  }

  private static boolean allThreadsEnded() {
    return Thread.getAllStackTraces().keySet().stream()
        .noneMatch(thread -> thread.getName().startsWith(EmbedPictures.THREAD_NAME));
  }
}
