package io.imgsrch.operators.progress;

/** The newest record of a partition that was passed on. */
public record PartitionOffset(int partition, long offset) {}
