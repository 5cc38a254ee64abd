package io.imgsrch.bench.search.peer;

import io.imgsrch.bench.search.data.Item;
import io.imgsrch.bench.search.data.Items;
import io.imgsrch.bench.search.data.Question;
import io.imgsrch.bench.search.data.Shape;
import java.io.IOException;
import java.util.List;

/** Something that searches. */
public interface Peer extends AutoCloseable {
  /** As in reports. */
  String name();

  /** What it is and how it is set, in a sentence. */
  String description();

  /** Whether it is asked over the network. */
  boolean served();

  /** Takes all items; returns when searches find them by its index. */
  void load(Items items) throws IOException, InterruptedException;

  /** Lets merchants be of a shape; returns when searches obey it. */
  default void arrange(Items items, Shape shape) throws IOException, InterruptedException {}

  /**
   * Ways to search, each list from the fastest to the most thorough. The first of a list that finds
   * enough is taken, and of those the fastest.
   */
  default List<List<Effort>> efforts() {
    return List.of(List.of(Effort.NONE));
  }

  /** Prepares searches, for one thread. */
  Searches open(List<Question> questions, Effort effort) throws IOException;

  /** Takes items that arrive, as it would in production; returns when they are accepted. */
  void write(List<Item> items) throws IOException;

  @Override
  void close() throws IOException;
}
