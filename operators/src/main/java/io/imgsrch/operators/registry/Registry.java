package io.imgsrch.operators.registry;

import io.imgsrch.config.event.DeadLetter;
import io.imgsrch.config.event.ImageVector;
import io.imgsrch.config.event.Reason;
import io.imgsrch.config.fault.Failpoint;
import io.imgsrch.operators.assemble.ImageReference;
import io.imgsrch.operators.checkpoint.CheckpointFailpoints;
import io.imgsrch.operators.deadletter.DeadLetters;
import io.imgsrch.operators.embed.Verdict;
import java.nio.charset.StandardCharsets;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * The one place that knows what became of each picture, and who shows it. Keyed by image_pk.
 *
 * <p>A picture is pending until its verdict. A good one is published; a bad one becomes a dead
 * letter for every product that waited for it, and for each one that refers to it later. The
 * verdict is queryable.
 */
public final class Registry
    extends KeyedCoProcessFunction<String, ImageReference, Verdict, ImageVector>
    implements CheckpointFailpoints {
  private static final long serialVersionUID = 1L;

  private transient ValueState<Standing> standing;
  private transient MapState<String, Boolean> references;
  private transient MapState<String, ImageReference> waiting;
  private transient DeadLetters deadLetters;

  @Override
  public void open(OpenContext context) {
    var runtime = getRuntimeContext();
    standing = runtime.getState(RegistryState.queryableStanding());
    references =
        runtime.getMapState(new MapStateDescriptor<>("references", Types.STRING, Types.BOOLEAN));
    waiting =
        runtime.getMapState(
            new MapStateDescriptor<>(
                "waiting", Types.STRING, TypeInformation.of(ImageReference.class)));
    deadLetters = new DeadLetters(runtime.getMetricGroup());
  }

  @Override
  public void processElement1(ImageReference reference, Context context, Collector<ImageVector> out)
      throws Exception {
    if (!reference.added()) {
      references.remove(reference.productKey());
      waiting.remove(reference.productKey());
      return;
    }
    references.put(reference.productKey(), true);
    var verdict = standing.value();
    if (verdict == null) {
      waiting.put(reference.productKey(), reference);
    } else if (verdict.reason() != null) {
      bury(reference, verdict.reason(), verdict.message(), context);
    }
  }

  @Override
  public void processElement2(Verdict verdict, Context context, Collector<ImageVector> out)
      throws Exception {
    standing.update(new Standing(verdict.reason(), verdict.message()));
    Failpoint.REGISTERED.reach();
    if (verdict.vector() != null) {
      out.collect(verdict.vector());
    } else if (verdict.reason() != null) {
      for (var reference : waiting.values()) {
        bury(reference, verdict.reason(), verdict.message(), context);
      }
    }
    waiting.clear();
  }

  private void bury(ImageReference reference, Reason reason, String message, Context context) {
    deadLetters.emit(
        context::output,
        new DeadLetter(
            reference.origin(),
            reference.productKey().getBytes(StandardCharsets.UTF_8),
            reference.source(),
            reason,
            "picture " + reference.imagePk() + ": " + message,
            1));
  }
}
