/** Speed and accuracy of the engine alone, compared with other engines that run the same models. */
package dev.escriba.eval.engine;
