namespace Howdah.Pebble.Services;

/// <summary>Those who want to be told of something; may come and go while others are being told.</summary>
internal sealed class Listeners<T>
{
    private Action<T>? _all;

    public void Add(Action<T> listener) => Change(all => all + listener);

    public void Remove(Action<T> listener) => Change(all => all - listener);

    public void Tell(T news) => _all?.Invoke(news);

    private void Change(Func<Action<T>?, Action<T>?> change)
    {
        Action<T>? before;
        do
        {
            before = _all;
        }
        while (Interlocked.CompareExchange(ref _all, change(before), before) != before);
    }
}
