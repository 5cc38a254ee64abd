/**
 * The servers of the one-machine platform, started and ended by this code: Kafka, PostgreSQL,
 * Milvus, Flink and a picture host. Never part of a job jar.
 */
@NullMarked
package io.imgsrch.local.server;

import org.jspecify.annotations.NullMarked;
