/** Builds a store again from the compacted topics, while the jobs go on writing to it. */
@NullMarked
package io.imgsrch.local.rebuild;

import org.jspecify.annotations.NullMarked;
