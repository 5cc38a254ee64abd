@NullMarked
package io.imgsrch.sinks.milvus;

import org.jspecify.annotations.NullMarked;
