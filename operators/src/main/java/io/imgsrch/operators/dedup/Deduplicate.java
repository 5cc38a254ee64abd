package io.imgsrch.operators.dedup;

import io.imgsrch.config.fault.Failpoint;
import io.imgsrch.operators.assemble.ImageReference;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Asks for each picture's embedding once, however many offers show it. Keyed by image_pk. Every
 * reference goes on without the picture's bytes.
 */
public final class Deduplicate
    extends KeyedProcessFunction<String, ImageReference, ImageReference> {
  private static final long serialVersionUID = 1L;

  /** The first reference's picture. */
  public static final OutputTag<EmbedRequest> EMBED_REQUESTS =
      new OutputTag<>("embed-requests", TypeInformation.of(EmbedRequest.class));

  private transient ValueState<Boolean> asked;
  private transient Counter uniqueImages;
  private transient Counter dedupHits;

  @Override
  public void open(OpenContext context) {
    asked = getRuntimeContext().getState(new ValueStateDescriptor<>("asked", Types.BOOLEAN));
    var metrics = getRuntimeContext().getMetricGroup();
    uniqueImages = metrics.counter("unique_images");
    dedupHits = metrics.counter("dedup_hits");
  }

  @Override
  public void processElement(
      ImageReference reference, Context context, Collector<ImageReference> out) throws Exception {
    if (reference.added()) {
      if (asked.value() == null) {
        asked.update(true);
        Failpoint.DEDUPLICATED.reach();
        uniqueImages.inc();
        context.output(
            EMBED_REQUESTS,
            new EmbedRequest(
                reference.imagePk(), reference.bytes(), reference.origin().traceparent()));
      } else {
        dedupHits.inc();
      }
    }
    out.collect(reference.withoutBytes());
  }
}
