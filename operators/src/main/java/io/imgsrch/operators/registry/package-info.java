/** Step 7: the verdict on each picture. */
@NullMarked
package io.imgsrch.operators.registry;

import org.jspecify.annotations.NullMarked;
