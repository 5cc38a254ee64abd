/** Step 5: each picture is asked for once. */
@NullMarked
package io.imgsrch.operators.dedup;

import org.jspecify.annotations.NullMarked;
