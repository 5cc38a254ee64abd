package io.imgsrch.operators.reconcile;

import io.imgsrch.config.digest.BlockDigest;
import java.io.IOException;
import java.util.HashMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.co.KeyedCoProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Keeps what each row has to be and folds it into the digest of its block; a look that finds
 * another digest passes on as a suspicion. Keyed by block.
 */
public final class CompareBlocks
    extends KeyedCoProcessFunction<String, ExpectedRow, Look, Suspicion> {
  private static final long serialVersionUID = 1L;

  private transient MapState<String, Expectation> rows;
  private transient ValueState<BlockDigest> digest;

  @Override
  public void open(OpenContext context) {
    var runtime = getRuntimeContext();
    rows =
        runtime.getMapState(
            new MapStateDescriptor<>(
                "expected-rows", Types.STRING, TypeInformation.of(Expectation.class)));
    digest =
        runtime.getState(
            new ValueStateDescriptor<>("block-digest", TypeInformation.of(BlockDigest.class)));
  }

  @Override
  public void processElement1(ExpectedRow row, Context context, Collector<Suspicion> out)
      throws Exception {
    var before = rows.get(row.key());
    var after = row.expectation();
    if (before != null && !after.replaces(before)) {
      return;
    }
    var block = expected();
    if (before != null && before.present()) {
      block = block.minus(before.digest());
    }
    if (after.present()) {
      block = block.plus(after.digest());
    }
    rows.put(row.key(), after);
    digest.update(block);
  }

  @Override
  public void processElement2(Look look, Context context, Collector<Suspicion> out)
      throws Exception {
    if (expected().equals(look.found())) {
      return;
    }
    var all = new HashMap<String, Expectation>();
    for (var row : rows.entries()) {
      all.put(row.getKey(), row.getValue());
    }
    out.collect(new Suspicion(look.table(), look.block(), look.round(), look.positions(), all));
  }

  private BlockDigest expected() throws IOException {
    var block = digest.value();
    return block == null ? BlockDigest.EMPTY : block;
  }
}
