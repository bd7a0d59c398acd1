/** The engine alone: how fast and how exact it is beside others that run the same models. */
package dev.escriba.eval.engine;
