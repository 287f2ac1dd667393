using FsCheck;
using FsCheck.Fluent;
using Workflows.Engine.History;
using Workflows.Engine.Journal;
using Workflows.Engine.Tests.Faults;

namespace Workflows.Engine.Tests.Journal;

public sealed class JournalReaderTests
{
    private const string Path = "/state/instances/it.journal";
    private static readonly DateTimeOffset Time = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Records_come_back_as_they_were_written()
    {
        var stored = Read(Write(out var records));

        Assert.Equal(records.Select(r => r.GetType()), stored.Records.Select(r => r.GetType()));
        Assert.Equal(3u, stored.LastBatch);
        Assert.False(stored.IsTorn);
    }

    [Fact]
    public void A_file_cut_anywhere_gives_the_whole_records_before_the_cut()
    {
        var bytes = Write(out _);
        var before = 0;
        for (var length = 0; length <= bytes.Length; length++)
        {
            var stored = Read(bytes[..length]);
            Assert.True(stored.Records.Count >= before);
            Assert.True(stored.ValidLength <= length);
            Assert.Equal(stored.ValidLength < length, stored.IsTorn);
            before = stored.Records.Count;
        }

        Assert.Equal(Read(bytes).Records.Count, before);
    }

    [Fact]
    public void Every_flipped_bit_is_damage_and_never_a_shorter_history()
    {
        var bytes = Write(out _);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var flipped = bytes.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));

            var error = Assert.Throws<JournalDamagedException>(() => Read(flipped));

            Assert.Equal(Path, error.Path);
            Assert.InRange(error.Offset, 0, bit / 8);
            Assert.Contains($"offset {error.Offset}", error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(512)]
    [InlineData(5000)]
    public void Sectors_that_were_never_written_are_a_torn_tail(int zeros)
    {
        var bytes = Write(out var records);

        var stored = Read([.. bytes, .. new byte[zeros]]);

        Assert.True(stored.IsTorn);
        Assert.Equal(records.Count, stored.Records.Count);
        Assert.Equal(bytes.Length, stored.ValidLength);
    }

    [Fact]
    public void A_last_batch_whose_middle_sector_is_missing_is_torn()
    {
        var bytes = Write(out var records, lastPayload: new string('x', 3000));
        bytes.AsSpan(bytes.Length / 512 * 512 - 1024, 512).Clear();

        var stored = Read(bytes);

        Assert.True(stored.IsTorn);
        Assert.Equal(records.Count - 1, stored.Records.Count);
    }

    [Fact]
    public void A_missing_sector_that_later_batches_follow_is_damage()
    {
        var bytes = Write(out _, firstPayload: new string('x', 3000));
        bytes.AsSpan(1024, 512).Clear();

        var error = Assert.Throws<JournalDamagedException>(() => Read(bytes));

        Assert.Contains("later batches", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_journal_of_a_newer_engine_is_refused()
    {
        using var buffer = new BatchBuffer();
        buffer.AddMagic();
        buffer.Add(Started("it") with { EngineVersion = EngineBehaviour.Current + 1 }, batch: 1);

        var error = Assert.Throws<JournalDamagedException>(() => Read(buffer.Written.ToArray()));

        Assert.Contains("newer", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_bytes_at_all_are_read_or_refused_by_name()
    {
        var good = Write(out _);
        var edits = ArbMap.Default.ArbFor<(int At, byte[] Bytes)[]>();
        Prop.ForAll(edits, changes =>
        {
            var bytes = good.ToArray();
            foreach (var (at, patch) in changes)
            {
                var start = (at & int.MaxValue) % bytes.Length;
                patch.AsSpan(0, Math.Min(patch.Length, bytes.Length - start)).CopyTo(bytes.AsSpan(start));
            }

            ReadOrRefuse(bytes);
            ReadOrRefuse([.. changes.SelectMany(c => c.Bytes)]);
            ReadOrRefuse([.. JournalFormat.Magic, .. changes.SelectMany(c => c.Bytes)]);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Campaign.IsFull ? 334_000 : 2000));
    }

    [Fact]
    public void A_length_that_the_file_cannot_hold_takes_no_memory()
    {
        var header = new byte[RecordHeader.Size];
        new RecordHeader(int.MaxValue, 1, 0).Write(header);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var stored = Read([.. JournalFormat.Magic, .. header, 1, 2, 3]);

        Assert.True(stored.IsTorn);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024 * 1024);
    }

    [Theory]
    [InlineData("", 0u)]
    [InlineData("123456789", 0xE3069283u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x22620404u)]
    public void The_checksum_is_the_published_one(string text, uint expected) =>
        Assert.Equal(expected, Crc32C.Compute(System.Text.Encoding.ASCII.GetBytes(text)));

    private static void ReadOrRefuse(byte[] bytes)
    {
        try
        {
            Read(bytes);
        }
        catch (JournalDamagedException)
        {
            // The one error that there is.
        }
    }

    private static StoredJournal Read(byte[] bytes)
    {
        var files = new PowerLossFiles();
        files.Replace(Path, bytes);
        return StoredJournal.Read(files, Path);
    }

    private static InstanceStarted Started(string text) =>
        new(EngineBehaviour.Current, text, Guid.Empty, 0, "run", 1, Time, Time);

    private static byte[] Write(
        out List<HistoryRecord> records, string firstPayload = "first", string lastPayload = "last")
    {
        List<(HistoryRecord Record, uint Batch)> all =
        [
            (Started(firstPayload), 1),
            (new TurnStarted(Time), 1),
            (new ActivityScheduled(0, "activity", Input: null), 1),
            (new TurnStarted(Time), 2),
            (new ActivityCompleted(0, Result: null), 2),
            (new TurnStarted(Time), 3),
            (new EventRaised(lastPayload, Payload: null), 3),
        ];
        records = [.. all.Select(a => a.Record)];
        using var buffer = new BatchBuffer();
        buffer.AddMagic();
        foreach (var (record, batch) in all)
        {
            buffer.Add(record, batch);
        }

        return buffer.Written.ToArray();
    }
}
