/** Vectors in Milvus: written by the index job, searched by the query job. */
@NullMarked
package io.imgsrch.sinks.milvus;

import org.jspecify.annotations.NullMarked;
