using System.Net;
using System.Text;

namespace AgentFunctions.Core.Context.Compression.Pages;

/// <summary>Reads the text of a page. No parser of HTML, but total and linear: a tag is what stands between angle brackets, and a region that never ends is not skipped.</summary>
internal sealed class PageText(string html)
{
    private static readonly string[] Skipped = ["script", "style", "noscript", "svg", "nav", "footer", "header", "aside", "form", "iframe", "template"];
    private static readonly string[] Blocks = ["p", "div", "br", "li", "ul", "ol", "tr", "table", "section", "article", "h1", "h2", "h3", "h4", "h5", "h6", "title", "pre", "blockquote", "dt", "dd", "main", "body", "head", "html", "thead", "tbody"];

    private readonly Dictionary<string, int> _lastEnd = new(StringComparer.OrdinalIgnoreCase);
    private readonly StringBuilder _output = new(html.Length / 3);
    private readonly StringBuilder _line = new();
    private int _linkDepth;
    private int _linkChars;

    public string Read()
    {
        foreach (var name in Skipped) _lastEnd[name] = html.LastIndexOf("</" + name, StringComparison.OrdinalIgnoreCase);
        var position = 0;
        while (position < html.Length)
        {
            var open = html.IndexOf('<', position);
            AppendText(html.AsSpan()[position..(open < 0 ? html.Length : open)]);
            if (open < 0) break;
            position = ReadTag(open);
        }

        EndLine();
        return _output.ToString();
    }

    private int ReadTag(int open)
    {
        if (html.AsSpan(open).StartsWith("<!--"))
        {
            var end = html.IndexOf("-->", open + 4, StringComparison.Ordinal);
            return end < 0 ? html.Length : end + 3;
        }

        var close = html.IndexOf('>', open);
        if (close < 0)
        {
            AppendText(html.AsSpan(open));
            return html.Length;
        }

        var tag = html.AsSpan()[(open + 1)..close];
        var isEnd = tag.StartsWith("/");
        if (isEnd) tag = tag[1..];
        var length = tag.IndexOfAnyExceptInRange('0', 'z');
        var name = (length < 0 ? tag : tag[..length]).ToString();
        if (!isEnd && _lastEnd.TryGetValue(name, out var last) && last > close) return SkipRegion(name, close);
        OnTag(name, isEnd);
        return close + 1;
    }

    private int SkipRegion(string name, int from)
    {
        var end = html.IndexOf("</" + name, from, StringComparison.OrdinalIgnoreCase);
        var close = html.IndexOf('>', end);
        return close < 0 ? html.Length : close + 1;
    }

    private void OnTag(string name, bool isEnd)
    {
        if (name.Equals("a", StringComparison.OrdinalIgnoreCase))
        {
            _linkDepth = isEnd ? 0 : 1;
        }
        else if (name is "td" or "th")
        {
            if (!isEnd && _line.Length > 0) _line.Append(" | ");
        }
        else if (Array.Exists(Blocks, block => block.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            EndLine();
            if (isEnd) return;
            if (name.Length == 2 && name[0] is 'h' or 'H' && char.IsAsciiDigit(name[1])) _line.Append('#', name[1] - '0').Append(' ');
            else if (name is "li") _line.Append("- ");
        }
    }

    private void AppendText(ReadOnlySpan<char> text)
    {
        var start = _line.Length;
        var space = _line.Length == 0 || char.IsWhiteSpace(_line[^1]);
        foreach (var character in text)
        {
            var isSpace = char.IsWhiteSpace(character);
            if (!isSpace || !space) _line.Append(isSpace ? ' ' : character);
            space = isSpace;
        }

        if (_linkDepth > 0) _linkChars += _line.Length - start;
    }

    private void EndLine()
    {
        var line = _line.ToString();
        var text = line.AsSpan().Trim();

        // A line that is nothing but links is navigation, unless it says something with a number in it.
        var isNavigation = _linkChars * 10 > text.Length * 8 && !text.ContainsAnyInRange('0', '9') && text.Length < 120;
        if (!isNavigation && text.Length > 2 && text.IndexOfAnyExcept("#-| ") >= 0) _output.Append(WebUtility.HtmlDecode(text.ToString())).Append('\n');
        _line.Clear();
        _linkChars = 0;
    }
}
