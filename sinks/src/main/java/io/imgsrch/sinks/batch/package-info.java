/** Writing to a store in batches, off the task thread. */
@NullMarked
package io.imgsrch.sinks.batch;

import org.jspecify.annotations.NullMarked;
