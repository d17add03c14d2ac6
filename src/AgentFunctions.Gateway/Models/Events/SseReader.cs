using System.Buffers;

namespace AgentFunctions.Gateway.Models.Events;

/// <summary>
/// Splits a byte stream into server-sent events without losing a byte: the concatenation of all <see cref="SseEvent.Raw"/> and <see cref="Rest"/> is the input, and where the reads fell does not
/// change where the events end. Lines end with CRLF, LF or CR (HTML standard, section 9.2.5).
/// </summary>
/// <remarks>
/// A blank line ended by a lone CR ends its event at once, because the LF that may follow is not known to come. Only where the line before ended with CRLF is that LF waited for.
/// An LF that still follows counts to the next event's bytes and means nothing there.
/// </remarks>
internal sealed class SseReader(Stream source, int maxEventBytes) : IDisposable
{
    private const int InitialSize = 16 * 1024;
    private const byte Lf = (byte)'\n';
    private const byte Cr = (byte)'\r';

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(InitialSize);
    private int _end;
    private int _start;
    private int _line;
    private int _scan;
    private LineEnd _previousEnd;
    private bool _startsAfterCr;
    private bool _isFirst = true;
    private int _dataCount;
    private int _dataStart;
    private int _dataLength;
    private ArrayBufferWriter<byte>? _joined;

    private enum LineEnd : byte
    {
        None,
        Lf,
        CrLf,
        Cr,
    }

    /// <summary>An event outgrew the cap; nothing more can be read.</summary>
    public bool IsOversized { get; private set; }

    /// <summary>Bytes received after the last complete event.</summary>
    public ReadOnlyMemory<byte> Rest => _buffer.AsMemory(_start, _end - _start);

    /// <summary>Takes the next complete event out of what was received; it is valid until the next <see cref="FillAsync"/>.</summary>
    public bool TryRead(out SseEvent sseEvent)
    {
        if (_startsAfterCr && _scan == _start && _scan < _end)
        {
            if (_buffer[_scan] == Lf) _line = ++_scan;
            _startsAfterCr = false;
        }

        while (_scan < _end)
        {
            var found = _buffer.AsSpan(_scan, _end - _scan).IndexOfAny(Cr, Lf);
            if (found < 0)
            {
                _scan = _end;
                break;
            }

            var at = _scan + found;
            if (!TryEndLine(at, out var end, out var next))
            {
                _scan = at;
                break;
            }

            if (at == _line)
            {
                sseEvent = Finish(next, end);
                return true;
            }

            TakeLine(_line, at);
            (_line, _scan, _previousEnd) = (next, next, end);
        }

        sseEvent = default;
        return false;
    }

    /// <summary>Takes what is left as one event, as if a blank line had followed: for servers that leave out the last line end.</summary>
    public bool TryReadRest(out SseEvent sseEvent)
    {
        if (_line < _end)
        {
            var length = _end - _line;
            while (length > 0 && _buffer[_line + length - 1] is Cr or Lf) length--;
            TakeLine(_line, _line + length);
        }

        sseEvent = _start < _end ? Finish(_end, LineEnd.None) : default;
        return sseEvent.Raw.Length > 0;
    }

    /// <summary>Receives more. false at the end of the source, or when an event outgrew the cap.</summary>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (!MakeRoom()) return false;
        var read = await source.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }

    public void Dispose()
    {
        var buffer = Interlocked.Exchange(ref _buffer, []);
        (_start, _end, _line, _scan) = (0, 0, 0, 0);
        if (buffer.Length > 0) ArrayPool<byte>.Shared.Return(buffer);
    }

    private bool TryEndLine(int at, out LineEnd end, out int next)
    {
        (end, next) = (LineEnd.Lf, at + 1);
        if (_buffer[at] == Lf) return true;
        var isBlank = at == _line;
        if (isBlank && _previousEnd != LineEnd.CrLf)
        {
            end = LineEnd.Cr;
            return true;
        }

        if (at + 1 == _end) return false;
        (end, next) = _buffer[at + 1] == Lf ? (LineEnd.CrLf, at + 2) : (LineEnd.Cr, at + 1);
        return true;
    }

    private void TakeLine(int from, int to)
    {
        if (_isFirst && _buffer.AsSpan(from, to - from).StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) from += 3;
        _isFirst = false;
        var line = _buffer.AsSpan(from, to - from);
        if (!line.StartsWith("data"u8) || (line.Length > 4 && line[4] != (byte)':')) return;
        var skip = line.Length <= 4 ? line.Length : line.Length > 5 && line[5] == (byte)' ' ? 6 : 5;
        var value = line[skip..];
        if (_dataCount++ == 0)
        {
            (_dataStart, _dataLength) = (from + skip - _start, value.Length);
            return;
        }

        _joined ??= new ArrayBufferWriter<byte>();
        if (_dataCount == 2)
        {
            _joined.ResetWrittenCount();
            _joined.Write(_buffer.AsSpan(_start + _dataStart, _dataLength));
        }

        _joined.Write([Lf]);
        _joined.Write(value);
    }

    private SseEvent Finish(int next, LineEnd end)
    {
        var raw = _buffer.AsMemory(_start, next - _start);
        var data = _dataCount > 1 ? _joined!.WrittenMemory.ToArray() : _dataCount == 1 ? raw.Slice(_dataStart, _dataLength) : default;
        var sseEvent = new SseEvent(raw, data, _dataCount > 0);
        (_start, _line, _scan) = (next, next, next);
        (_dataCount, _dataStart, _dataLength) = (0, 0, 0);
        _previousEnd = LineEnd.None;
        _startsAfterCr = end == LineEnd.Cr;
        _isFirst = false;
        return sseEvent;
    }

    /// <summary>Moves the unfinished event to the front and grows the buffer when it fills it.</summary>
    private bool MakeRoom()
    {
        var pending = _end - _start;
        if (pending > maxEventBytes)
        {
            IsOversized = true;
            return false;
        }

        if (_end < _buffer.Length && pending > 0) return true;
        var target = pending == _buffer.Length ? ArrayPool<byte>.Shared.Rent(_buffer.Length * 2) : _buffer;
        _buffer.AsSpan(_start, pending).CopyTo(target);
        if (target != _buffer) ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = target;
        (_line, _scan, _end) = (_line - _start, _scan - _start, pending);
        _start = 0;
        return true;
    }
}
