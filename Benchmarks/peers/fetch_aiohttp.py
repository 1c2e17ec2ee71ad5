#!/usr/bin/env python3
"""Fetches the numbered addresses with aiohttp: BASE COUNT AT-ONCE CERTIFICATE. Keeps nothing on the disk."""

import asyncio
import json
import ssl
import sys
import time

import aiohttp


async def main(base, count, at_once, certificate):
    connector = aiohttp.TCPConnector(limit=at_once, ssl=ssl.create_default_context(cafile=certificate))
    async with aiohttp.ClientSession(connector=connector, raise_for_status=True) as session:

        async def fetch(number):
            async with session.get(f"{base}/data/kpi/N15033/municipality/{number:04}") as answer:
                return len(await answer.read())

        return sum(await asyncio.gather(*(fetch(number) for number in range(1, count + 1))))


start = time.perf_counter()
total = asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]))
print(json.dumps({"rows": int(sys.argv[2]), "sum": total, "seconds": time.perf_counter() - start}))
