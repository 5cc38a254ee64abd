package io.imgsrch.operators.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.DBOptions;

class AtomicFlushTest {
  private final AtomicFlush factory = new AtomicFlush();

  @Test
  void flushesStatesTogetherAndLeavesTheRestAsItIs() {
    var handles = new ArrayList<AutoCloseable>();
    try (var before = new DBOptions().setMaxOpenFiles(7);
        var after = factory.createDBOptions(before, handles);
        var column = new ColumnFamilyOptions()) {
      assertThat(after.atomicFlush()).isTrue();
      assertThat(after.maxOpenFiles()).isEqualTo(7);
      assertThat(factory.createColumnOptions(column, handles)).isSameAs(column);
      assertThat(handles).isEmpty();
    }
  }
}
