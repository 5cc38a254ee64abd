package io.imgsrch.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.imgsrch.config.Settings;
import io.imgsrch.operators.checkpoint.AtomicFlush;
import java.util.List;
import org.apache.flink.state.rocksdb.RocksDBOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.graph.StreamNode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TopologyTest {
  @ParameterizedTest
  @EnumSource(Job.class)
  void everyOperatorHasAUidAndANameOfItsOwn(Job job) {
    var nodes = graph(job).getStreamNodes();
    assertThat(nodes).isNotEmpty();
    assertThat(nodes)
        .allSatisfy(
            node -> {
              assertThat(node.getTransformationUID()).as(node.getOperatorName()).isNotBlank();
              assertThat(node.getOperatorName()).isNotBlank();
            });
    assertThat(nodes).extracting(StreamNode::getTransformationUID).doesNotHaveDuplicates();
  }

  /** Fails where a type would fall back to Kryo: the job forbids generic types. */
  @ParameterizedTest
  @EnumSource(Job.class)
  void everyJobBecomesAJobGraph(Job job) {
    assertThat(graph(job).getJobGraph().getNumberOfVertices()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(Job.class)
  void everyJobFlushesTheStatesOfATaskTogether(Job job) {
    var factory = environment(job).getConfiguration().get(RocksDBOptions.OPTIONS_FACTORY);
    assertThat(factory).isEqualTo(AtomicFlush.class.getName());
  }

  private static StreamGraph graph(Job job) {
    return environment(job).getStreamGraph();
  }

  private static StreamExecutionEnvironment environment(Job job) {
    var environment = StreamExecutionEnvironment.getExecutionEnvironment();
    job.define(environment, Settings.of(List.of()));
    return environment;
  }
}
