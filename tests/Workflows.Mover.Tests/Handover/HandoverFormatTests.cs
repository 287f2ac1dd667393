using System.Buffers.Binary;
using System.IO.Pipelines;
using System.Security.Cryptography;
using System.Text;
using Workflows.Core.Errors;
using Workflows.Mover.Tests.Support;
using Workflows.Volumes.Handover;

namespace Workflows.Mover.Tests.Handover;

public sealed class HandoverFormatTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(256 << 10)]
    [InlineData((1 << 20) + 17)]
    public async Task What_is_handed_over_is_what_is_read(int length)
    {
        var content = RandomNumberGenerator.GetBytes(length);

        var (header, read) = await ReadAsync(await Handovers.WriteAsync(Handovers.Backup, content));

        Assert.Equal(Handovers.Backup.Grant, header.Grant);
        Assert.Equal(Handovers.Token, header.Grant.Token);
        Assert.Equal(Handovers.Key, header.Keys[Handovers.Attempt]);
        Assert.Equal(Handovers.Backup with { HasContent = true }, header with { Keys = Handovers.Backup.Keys });
        Assert.Equal(content, read);
    }

    [Fact]
    public async Task Without_content_the_header_says_so()
    {
        var (header, read) = await ReadAsync(await Handovers.WriteAsync(Handovers.Backup with { HasContent = true }));

        Assert.False(header.HasContent);
        Assert.Empty(read);
    }

    [Fact]
    public async Task Its_end_is_known_without_the_end_of_the_stream()
    {
        var pipe = new Pipe();
        await pipe.Writer.WriteAsync(await Handovers.WriteAsync(Handovers.Backup, [1, 2, 3]));
        using var reader = new HandoverReader(pipe.Reader.AsStream(), new(), TimeProvider.System);

        await reader.ReadHeaderAsync();
        using var content = new MemoryStream();
        await reader.Content.CopyToAsync(content);

        Assert.Equal(3, content.Length);
    }

    [Fact]
    public async Task Wherever_it_is_cut_it_is_refused()
    {
        var whole = await Handovers.WriteAsync(Handovers.Backup, new byte[1_000]);
        for (var length = 0; length < whole.Length; length++)
        {
            await Assert.ThrowsAsync<HandoverException>(() => ReadAsync(whole[..length]));
        }
    }

    [Fact]
    public async Task Whichever_bit_is_flipped_it_is_refused()
    {
        var whole = await Handovers.WriteAsync(Handovers.Backup, new byte[100]);
        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var flipped = whole.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));

            await Assert.ThrowsAsync<HandoverException>(() => ReadAsync(flipped));
        }
    }

    [Fact]
    public async Task Another_version_is_told_from_garbage()
    {
        var newer = await Handovers.WriteAsync(Handovers.Backup);
        newer[5]++;

        var refused = await Assert.ThrowsAsync<HandoverException>(() => ReadAsync(newer));

        Assert.Equal(ErrorKind.Usage, refused.Kind);
        Assert.Contains("version 2", refused.Message);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData((uint)HandoverLimits.MaxHeaderBytes + 1)]
    [InlineData(uint.MaxValue)]
    public async Task The_length_of_a_header_is_bounded_before_memory_is_taken(uint length)
    {
        var claimed = await Handovers.WriteAsync(Handovers.Backup);
        BinaryPrimitives.WriteUInt32BigEndian(claimed.AsSpan(6), length);

        var refused = await Assert.ThrowsAsync<HandoverException>(() => ReadAsync(claimed));

        Assert.Contains($"{length} bytes", refused.Message);
    }

    [Fact]
    public async Task What_follows_is_bounded()
    {
        var whole = await Handovers.WriteAsync(Handovers.Backup, new byte[1_000]);

        await Assert.ThrowsAsync<HandoverException>(() => ReadAsync(whole, new() { MaxContentBytes = 999 }));
        var (_, content) = await ReadAsync(whole, new() { MaxContentBytes = 1_000 });

        Assert.Equal(1_000, content.Length);
    }

    [Theory]
    [InlineData("attempt", "0123456789abcdef0123456789abcde/")]
    [InlineData("attempt", "0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("name", "../nightly")]
    [InlineData("volume", "shop/data")]
    [InlineData("volume", "")]
    public async Task What_would_become_a_path_is_refused_where_it_can_be_none(string member, string value)
    {
        var header = member switch
        {
            "attempt" => Handovers.Backup with { Attempt = value },
            "name" => Handovers.Backup with { Name = value },
            _ => Handovers.Backup with { Volume = value },
        };

        var refused = await Assert.ThrowsAsync<HandoverException>(
            async () => await ReadAsync(await Handovers.WriteAsync(header)));

        Assert.Contains($"its {member}", refused.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public async Task A_key_of_another_length_is_refused(int length)
    {
        var header = Handovers.Backup with
        {
            Keys = new Dictionary<string, byte[]> { [Handovers.Attempt] = new byte[length] },
        };

        await Assert.ThrowsAsync<HandoverException>(async () => await ReadAsync(await Handovers.WriteAsync(header)));
    }

    [Fact]
    public async Task A_header_that_can_not_be_parsed_is_not_quoted()
    {
        var whole = await Handovers.WriteAsync(Handovers.Backup);
        var key = Encoding.UTF8.GetBytes(Convert.ToBase64String(Handovers.Key));
        var at = whole.AsSpan().IndexOf(key);
        whole[at] = (byte)'*';

        var refused = await Assert.ThrowsAsync<HandoverException>(() => ReadAsync(whole));

        Assert.DoesNotContain(Convert.ToBase64String(Handovers.Key)[1..], refused.ToString());
        Assert.Null(refused.InnerException);
    }

    [Fact]
    public async Task A_header_too_large_for_any_mover_is_not_sent()
    {
        var keys = Enumerable.Range(0, 60_000).ToDictionary(number => $"{number:x32}", _ => new byte[32]);
        using var written = new MemoryStream();

        await Assert.ThrowsAsync<HandoverException>(
            () => HandoverWriter.WriteAsync(written, Handovers.Backup with { Keys = keys }, null));

        Assert.Equal(0, written.Length);
    }

    [Fact]
    public async Task Whoever_falls_silent_is_left_after_a_while()
    {
        var time = new ManualClock();
        var pipe = new Pipe();
        var whole = await Handovers.WriteAsync(Handovers.Backup, new byte[1_000]);
        await pipe.Writer.WriteAsync(whole.AsMemory(0, whole.Length - 10));
        using var reader = new HandoverReader(pipe.Reader.AsStream(), new(), time);
        await reader.ReadHeaderAsync();

        // All that has come is read when this returns.
        var reading = reader.Content.CopyToAsync(Stream.Null);
        time.Advance(new HandoverLimits().Quiet - TimeSpan.FromSeconds(1));
        Assert.False(reading.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));

        var refused = await Assert.ThrowsAsync<HandoverException>(() => reading);
        Assert.Contains("nothing more came", refused.Message);
    }

    [Fact]
    public async Task Whoever_drips_is_left_after_an_hour()
    {
        var time = new ManualClock();
        var pipe = new Pipe();
        using var reader = new HandoverReader(pipe.Reader.AsStream(), new(), time);
        var reading = reader.ReadHeaderAsync();
        foreach (var drop in await Handovers.WriteAsync(Handovers.Backup))
        {
            if (reading.IsCompleted)
            {
                break;
            }

            await pipe.Writer.WriteAsync(new byte[] { drop });
            time.Advance(TimeSpan.FromMinutes(1));
        }

        var refused = await Assert.ThrowsAsync<HandoverException>(() => reading);
        Assert.Contains("took more than", refused.Message);
    }

    [Fact]
    public async Task What_was_not_asked_for_is_not_passed_over()
    {
        using var reader = new HandoverReader(
            new MemoryStream(await Handovers.WriteAsync(Handovers.Backup, [1, 2, 3])), new(), TimeProvider.System);
        await reader.ReadHeaderAsync();
        await reader.Content.ReadExactlyAsync(new byte[2]);

        await Assert.ThrowsAsync<HandoverException>(() => reader.CompleteAsync());
    }

    [Fact]
    public void Nothing_secret_is_printed()
    {
        var printed = Handovers.Backup.ToString();

        Assert.DoesNotContain("sig=", printed);
        Assert.Contains(Handovers.Attempt, printed);
    }

    private static async Task<(HandoverHeader Header, byte[] Content)> ReadAsync(byte[] bytes, HandoverLimits? limits = null)
    {
        using var reader = new HandoverReader(new MemoryStream(bytes), limits ?? new(), TimeProvider.System);
        var header = await reader.ReadHeaderAsync();
        using var content = new MemoryStream();
        await reader.Content.CopyToAsync(content);
        await reader.CompleteAsync();
        return (header, content.ToArray());
    }
}
