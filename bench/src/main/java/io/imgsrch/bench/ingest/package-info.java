/** How many pictures the index job takes, beside the model alone. */
@NullMarked
package io.imgsrch.bench.ingest;

import org.jspecify.annotations.NullMarked;
