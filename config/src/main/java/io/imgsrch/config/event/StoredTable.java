package io.imgsrch.config.event;

/** What is kept outside of the state, and the topic that says what it has to hold. */
public enum StoredTable {
  OFFERS("offers in PostgreSQL", Topic.OFFERS),
  BITMAPS("bitmaps in PostgreSQL", Topic.BITMAPS),
  IMAGES("images in PostgreSQL", Topic.IMAGES),
  VECTORS("vectors in Milvus", Topic.IMAGES);

  private final String label;
  private final Topic topic;

  StoredTable(String label, Topic topic) {
    this.label = label;
    this.topic = topic;
  }

  /** For people. */
  public String label() {
    return label;
  }

  /** Its rows are made of this topic's records. */
  public Topic topic() {
    return topic;
  }
}
