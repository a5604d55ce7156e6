"""Mixes the same stems with Gainrider and its peers, by turns, and says what each one costs.

usage: python3 Benchmarks/peers [--stems 64] [--length 60] [--runs 3] [--only NAME ...]
       python3 Benchmarks/peers --scale 16 64 256 1024
"""

import argparse
import os

import scale
from contest import Contest


def options():
    parser = argparse.ArgumentParser(prog="Benchmarks/peers", description=__doc__.splitlines()[0])
    parser.add_argument("--stems", type=int, default=64, help="how many are mixed (64)")
    parser.add_argument("--length", type=float, default=60, metavar="SECONDS", help="how long they are (60)")
    parser.add_argument("--runs", type=int, default=3, help="of which the median counts (3)")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="mixers whose name begins so, and Gainrider")
    parser.add_argument("--scale", nargs="+", type=int, metavar="STRIPS", help="Gainrider alone, by number of strips")
    parser.add_argument("--gainrider", default=".build/release/gainrider", metavar="PROGRAM")
    parser.add_argument("--folder", default=".build/peers", help="for stems, sessions and mixes (.build/peers)")
    parser.add_argument("--no-install", action="store_true", help="measure what is here already")
    parser.add_argument("--timeout", type=float, default=1800, metavar="SECONDS", help="for one mixdown (1800)")
    return parser.parse_args()


def main():
    asked = options()
    asked.folder = os.path.abspath(asked.folder)
    os.makedirs(asked.folder, exist_ok=True)
    if asked.scale:
        scale.run(asked)
        return
    contest = Contest(asked)
    contest.gather()
    contest.check()
    contest.measure()
    contest.tell()


if __name__ == "__main__":
    main()
