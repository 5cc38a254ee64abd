/** How soon searches show, and hide, what events say. */
@NullMarked
package io.imgsrch.bench.freshness;

import org.jspecify.annotations.NullMarked;
