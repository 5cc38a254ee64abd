/** What is on sale, by product and by picture. */
@NullMarked
package io.imgsrch.operators.validity;

import org.jspecify.annotations.NullMarked;
